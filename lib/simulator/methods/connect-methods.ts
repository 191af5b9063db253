import { EMPTY, NEVER, Subscription, defaultIfEmpty, defer, map, of, takeUntil, tap, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import * as t from 'io-ts';

import type { Call } from '../call/call.js';
import { sessionOf } from '../call/call-state.js';
import { NO_CONNECTION } from '../call/connection-state.js';
import { connectCalls, tellConnection, tellFailure } from '../call/connection.js';
import type { FromQueue } from '../call/connection.js';
import type { Device } from '../call/device.js';
import { dial, untilAnswered } from '../call/dial.js';
import { AnyMedia } from '../operations/media.js';
import { playback } from '../operations/playback.js';
import { Count, Name } from '../wire/types.js';
import { answeredCallMethod, done } from './call-method.js';
import type { Addressed } from './call-method.js';
import { Devices } from './devices.js';
import { refused } from './method.js';

const Connect = t.intersection([
  t.type({ devices: Devices }),
  t.partial({ ringback: AnyMedia, tag: Name, max_duration: Count }),
]);

/** Milliseconds to wait for a call to enter a queue, if the device has no timeout. */
const QUEUE_TIMEOUT = 30_000;

/** A peer to connect the call to, and what happens to that peer when the call ends. */
interface Partner {
  readonly peer: Call;
  readonly goes: 'with the call' | 'on';
  readonly queue?: FromQueue;
}

/** Tries the devices in order, and keeps the reason why the last one failed. */
class Search {
  #failure: () => string = () => 'error';

  constructor(
    private readonly to: Addressed,
    private readonly params: t.TypeOf<typeof Connect>,
  ) {}

  get failure(): string {
    return this.#failure();
  }

  partner(device: Device): Observable<Partner> {
    switch (device.type) {
      case 'queue':
        return this.#inQueue(device);
      case 'call':
        return this.#otherCall(device.to);
      default:
        return this.#ring(device);
    }
  }

  #inQueue({ to: name, timeout }: Device): Observable<Partner> {
    const { settings, queues } = this.to.request.engine;
    this.#failure = () => 'noAnswer';
    return queues.next(name, this.to.call).pipe(
      map(({ call: peer, queueId, queueName }): Partner => {
        return { peer, goes: 'on', queue: { queue_id: queueId, queue_name: queueName } };
      }),
      takeUntil(timer(timeout ?? QUEUE_TIMEOUT, settings.scheduler)),
    );
  }

  /** Connects to an existing call. It stays when the other call ends. */
  #otherCall(callId: string): Observable<Partner> {
    return defer(() => {
      const peer = this.to.request.engine.calls.get(callId);
      const failure = whyNot(peer, this.to);
      if (failure === undefined && peer !== undefined) return of<Partner>({ peer, goes: 'on' });
      this.#failure = () => failure ?? 'not_found';
      return EMPTY;
    });
  }

  #ring(device: Device): Observable<Partner> {
    const { tag, max_duration = 0 } = this.params;
    const { session, request } = this.to;
    const place = (): Call => {
      const call = request.engine.switchboard.place(session, device, {
        tag,
        maxDuration: max_duration * 1000,
      });
      this.#failure = () => (call.state.kind === 'ended' ? call.state.reason : 'error');
      return call;
    };
    return untilAnswered(place).pipe(map((peer): Partner => ({ peer, goes: 'with the call' })));
  }
}

/** The reason why a call cannot be connected to an existing one; undefined if it can. */
const whyNot = (peer: Call | undefined, { call, session }: Addressed): string | undefined => {
  if (peer === undefined || sessionOf(peer.state) !== session) return 'not_found';
  if (peer === call) return 'Call cannot be connected with itself';
  return peer.state.kind === 'answered' ? undefined : 'Call is not answered';
};

/**
 * `calling.connect`: calls devices, and connects the call to the first that answers. A device of the type queue
 * is the next call in that queue, and a device of the type call is an existing call. `max_duration` is in seconds,
 * 0 for no limit.
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
    if (ringback !== undefined && ringback.length > 0) {
      const prompt = { media: ringback, times: Infinity, volume: undefined };
      attempt.add(playback(prompt, call.operationContext, NEVER, NEVER).subscribe());
    }
    const search = new Search(to, params);
    const peer$ = dial(params.devices, (device) => search.partner(device)).pipe(
      defaultIfEmpty(undefined),
      tap((partner) => {
        // The ringback stops before the calls are connected, so that nobody speaks over it.
        attempt.unsubscribe();
        call.connection = NO_CONNECTION;
        if (partner === undefined) tellFailure(call, search.failure);
        else connectCalls(call, partner.peer, partner.goes, partner.queue);
      }),
    );
    attempt.add(peer$.subscribe());
  });
});

/** `calling.disconnect`: ends the connection, or the attempt to connect. Both calls stay with the app. */
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
    tellFailure(call, 'cancel');
  });
});
