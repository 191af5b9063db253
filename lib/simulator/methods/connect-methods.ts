import { NEVER, Subscription, defaultIfEmpty, takeUntil, tap, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import * as t from 'io-ts';

import type { Call } from '../call/call.js';
import { NO_CONNECTION, connectCalls, tellConnection } from '../call/connection.js';
import type { Device } from '../call/device.js';
import { dial, untilAnswered } from '../call/dial.js';
import { Media } from '../operations/media.js';
import { playback } from '../operations/playback.js';
import { Count, Name } from '../wire/types.js';
import { answeredCallMethod, done } from './call-method.js';
import type { Addressed } from './call-method.js';
import { Devices } from './devices.js';
import { refused } from './method.js';

const Connect = t.intersection([
  t.type({ devices: Devices }),
  t.partial({ ringback: Media, tag: Name, max_duration: Count }),
]);

/** How long somebody in a queue is waited for when the device does not say, in milliseconds. */
const QUEUE_TIMEOUT = 30_000;

const peerFor =
  ({ call, session, exchange: { world } }: Addressed, { tag, max_duration = 0 }: t.TypeOf<typeof Connect>) =>
  (device: Device): Observable<Call> => {
    if (device.type === 'queue') {
      const giveUp$ = timer(device.timeout ?? QUEUE_TIMEOUT, world.settings.scheduler);
      return world.queues.next(device.to, call).pipe(takeUntil(giveUp$));
    }
    const leg = { tag, maxDuration: max_duration * 1000 };
    return untilAnswered(() => world.switchboard.place(session, device, leg));
  };

/**
 * `calling.connect`: calls devices, and connects the call to the first that answers. A device of the type queue
 * is the call that is the next one in that queue. `max_duration` is seconds, 0 for no limit.
 */
export const connect = answeredCallMethod(Connect, (to, params) => {
  const { call } = to;
  if (call.connection.kind !== 'none') return refused('409', 'Call is connected already', to.ids);
  return done('Connecting', to, () => {
    const attempt = new Subscription();
    call.connection = { kind: 'connecting', attempt };
    call.life.add(attempt);
    tellConnection(call, 'connecting');
    const { ringback } = params;
    if (ringback !== undefined) {
      const prompt = { media: ringback, times: Infinity, volume: undefined };
      attempt.add(playback(prompt, call.line, NEVER, NEVER).subscribe());
    }
    const peer$ = dial(params.devices, peerFor(to, params)).pipe(
      defaultIfEmpty(undefined),
      tap((peer) => {
        // The ringback is over before anybody can speak.
        attempt.unsubscribe();
        call.connection = NO_CONNECTION;
        if (peer === undefined) tellConnection(call, 'failed');
        else connectCalls(call, peer);
      }),
    );
    attempt.add(peer$.subscribe());
  });
});

/** `calling.disconnect`: both calls stay with the app. A call that is being connected is not any more. */
export const disconnect = answeredCallMethod(t.UnknownRecord, (to) => {
  const { call } = to;
  const { connection } = call;
  if (connection.kind === 'none') return refused('409', 'Call is not connected', to.ids);
  return done('Disconnected', to, () => {
    if (connection.kind === 'connected') {
      connection.bridge.unsubscribe();
      return;
    }
    connection.attempt.unsubscribe();
    call.connection = NO_CONNECTION;
    tellConnection(call, 'failed');
  });
});
