import {
  EMPTY,
  catchError,
  concat,
  defer,
  ignoreElements,
  lastValueFrom,
  switchMap,
  take,
  takeUntil,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { Call } from '../../call.js';
import { RelayClient } from '../../client.js';
import type { RelayClientOptions } from '../../client/options.js';
import type { RelayFrame } from '../../connection/frames.js';
import { phone } from '../../protocol/options/device-builders.js';
import { tts } from '../../protocol/options/media.js';

/** The two numbers of the test call. */
export interface TestCall {
  readonly to: string;
  readonly from: string;
}

/** A context that nobody receives calls in. */
const CONTEXT = 'relay-rx-compare';
/** Seconds to ring. */
const RING = 30;
/** Milliseconds of silence to record. */
const RECORDED = 500;

/** Requests during the call. A refusal is compared too, and does not end the call. */
const steps = (call: Call): readonly Observable<unknown>[] => [
  call.play({ media: [tts('This is a test call. Please press no key.')] }),
  call.playAndCollect({
    media: [tts('One moment.')],
    collect: { digits: { max: 1 }, initialTimeout: 0.5 },
  }),
  call.collect({ digits: { max: 1 }, initialTimeout: 0.5 }),
  call.record({ audio: { direction: 'both', initialTimeout: 0 } }).pipe(takeUntil(timer(RECORDED))),
  call.detect({ detect: { type: 'digit' }, timeout: 0.5 }),
  call.sendDigits({ digits: '1' }),
  call.denoise(),
  call.denoiseStop(),
  call.bindDigit({ digits: '*1', bindMethod: 'calling.play' }),
  call.clearDigitBindings(),
];

const quietly = (step$: Observable<unknown>): Observable<never> =>
  step$.pipe(
    ignoreElements(),
    catchError(() => EMPTY),
  );

/** Makes the test call, and resolves to all of its frames. Rejects if RELAY cannot be reached. */
export async function probe(options: RelayClientOptions, { to, from }: TestCall): Promise<RelayFrame[]> {
  const client = new RelayClient({ ...options, logger: false });
  const frames: RelayFrame[] = [];
  const watching = client.frames$.subscribe({ next: (frame) => frames.push(frame), error: () => undefined });
  const dialled$ = client.dial({ devices: [[phone({ to, from, timeout: RING })]] }).pipe(
    take(1),
    switchMap((call) => {
      const ended$ = concat(quietly(call.hangup()), quietly(call.ended$));
      return concat(...steps(call).map(quietly), ended$).pipe(takeUntil(call.ended$));
    }),
  );
  try {
    // The only request that must succeed: without it there is nothing to compare.
    await lastValueFrom(client.receive([CONTEXT]), { defaultValue: undefined });
    await lastValueFrom(
      concat(
        quietly(client.execute('signalwire.ping', { timestamp: 1 })),
        quietly(client.unreceive([CONTEXT])),
        quietly(dialled$),
        // The last states of the call may follow its end.
        quietly(defer(() => timer(RECORDED))),
      ),
      { defaultValue: undefined },
    );
  } finally {
    watching.unsubscribe();
    client.close();
  }
  return frames;
}
