import { defaultIfEmpty, finalize, tap } from 'rxjs';
import * as t from 'io-ts';

import { peerOf } from '../call/call-events.js';
import type { Call } from '../call/call.js';
import { dial as dialling, untilAnswered } from '../call/dial.js';
import type { Session } from '../engine/session.js';
import type { EngineParts } from '../engine/engine-parts.js';
import { Count, Name, Text } from '../wire/types.js';
import { Devices } from './devices.js';
import { answered, refused, serviceMethod } from './method.js';

const Dial = t.intersection([
  t.type({ tag: Name, devices: Devices }),
  t.partial({ max_duration: Count, region: Text }),
]);

const isTaken = (tag: string, session: Session, { calls }: EngineParts): boolean =>
  session.dialling.has(tag) ||
  calls.of(session).some((call) => call.description.direction === 'outbound' && call.tag === tag);

/** `calling.dial`; `max_duration` is in seconds, 0 for no limit. The region has no effect. */
export const dial = serviceMethod(Dial, (session, { tag, devices, max_duration = 0 }, { engine }) => {
  if (isTaken(tag, session, engine)) return refused('409', `Tag ${tag} is in use`, { tag });
  session.dialling.add(tag);

  let last: Call | undefined;
  const tell = (dial_state: 'dialing' | 'answered' | 'failed', call?: Call): void => {
    const { nodeId: node_id } = engine.settings;
    const leg = call && { call: { ...peerOf(call), tag, dial_winner: dial_state === 'answered' } };
    const reason = dial_state === 'failed' && last?.state.kind === 'ended' && { reason: last.state.reason };
    session.emit('calling.call.dial', { node_id, tag, dial_state, ...leg, ...reason });
  };
  const winner$ = dialling(devices, (device) =>
    untilAnswered(() => {
      const leg = engine.switchboard.place(session, device, { tag, maxDuration: max_duration * 1000 });
      last = leg;
      tell('dialing', leg);
      return leg;
    }),
  );
  const dialled$ = winner$.pipe(
    defaultIfEmpty(undefined),
    tap((winner) => {
      session.dialling.delete(tag);
      tell(winner === undefined ? 'failed' : 'answered', winner);
    }),
    finalize(() => session.dialling.delete(tag)),
  );
  return answered({ code: '200', message: 'Dialing' }, () => session.life.add(dialled$.subscribe()));
});
