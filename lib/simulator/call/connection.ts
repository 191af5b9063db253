import { Subscription, filter, merge, take, tap } from 'rxjs';
import type { Observable } from 'rxjs';

import type { ConnectState } from '../../protocol/events/connect.js';
import { peerOf } from './call-events.js';
import type { Call } from './call.js';
import { AudioMixer } from './audio-mixer.js';
import { NO_CONNECTION } from './connection-state.js';

/** The event fields for the queue that the peer was taken from. */
export interface FromQueue {
  readonly queue_id: string;
  readonly queue_name: string;
}

export const tellConnection = (
  call: Call,
  connect_state: Exclude<ConnectState, 'failed'>,
  peer?: Call,
  queue?: FromQueue,
): void =>
  call.emit('calling.call.connect', {
    connect_state,
    ...(peer && { peer: { ...peerOf(peer), ...queue } }),
  });

/** @param failed_reason an end reason such as `busy`, or a sentence */
export const tellFailure = (call: Call, failed_reason: string): void =>
  call.emit('calling.call.connect', { connect_state: 'failed', failed_reason });

const endOf = ({ state$ }: Call): Observable<unknown> =>
  state$.pipe(
    filter(({ kind }) => kind === 'ended'),
    take(1),
  );

const leaveConnection = ({ connection }: Call): void => {
  if (connection.kind === 'connected') connection.bridge.unsubscribe();
  if (connection.kind === 'connecting') connection.attempt.unsubscribe();
};

/**
 * Connects two answered calls until one of them ends or the app disconnects them.
 *
 * @param goes what happens to the peer when the call ends: a party called by `connect` hangs up, and an existing call,
 * for example from a queue, stays
 */
export const connectCalls = (
  call: Call,
  peer: Call,
  goes: 'with the call' | 'on',
  queue?: FromQueue,
): void => {
  const pairs = [
    [call, peer],
    [peer, call],
  ] as const;
  // A call from a queue may already be connected, or connecting, to another one.
  leaveConnection(peer);
  const mixer = new AudioMixer();
  const bridge = new Subscription(() => {
    for (const [one] of pairs) one.connection = NO_CONNECTION;
    for (const [one, other] of pairs) if (!one.isOver) tellConnection(one, 'disconnected', other);
  });
  for (const [one, other] of pairs) {
    one.connection = { kind: 'connected', peer: other, bridge };
    bridge.add(mixer.join(one));
  }
  tellConnection(call, 'connected', peer, queue);
  tellConnection(peer, 'connected', call);

  const ends$ = merge(...pairs.map(([one]) => endOf(one))).pipe(
    tap(() => {
      bridge.unsubscribe();
      if (goes === 'with the call' && call.isOver) peer.end('hangup');
    }),
  );
  bridge.add(ends$.subscribe());
};
