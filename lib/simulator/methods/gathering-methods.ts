import * as t from 'io-ts';

import { Flag, Name, PositiveInteger } from '../wire/types.js';
import { answeredCallMethod, done } from './call-method.js';
import { refused } from './method.js';
import { commandMethod, operationMethod } from './operation-method.js';

const Join = t.intersection([
  t.type({ name: Name }),
  t.partial({
    muted: Flag,
    start_on_enter: Flag,
    end_on_exit: Flag,
    max_participants: PositiveInteger,
  }),
]);

/** `calling.join_conference`; who joins speaks, starts the conference and does not end it, unless told otherwise. */
export const joinConference = answeredCallMethod(Join, (to, params) => {
  const { conferences } = to.exchange.world;
  const { name, muted = false, start_on_enter = true, end_on_exit = false } = params;
  const others = conferences.roomFor(to.call, name);
  if (others === undefined) return refused('409', `Call is in the conference ${name} already`, to.ids);
  if (others >= (params.max_participants ?? Infinity)) {
    return refused('409', `Conference ${name} is full`, to.ids);
  }
  const options = { name, muted, startOnEnter: start_on_enter, endOnExit: end_on_exit };
  return done('Joined', to, () => conferences.join(to.call, options));
});

/** `calling.leave_conference` */
export const leaveConference = answeredCallMethod(
  t.type({ conference_id: Name }),
  (to, { conference_id }) => {
    const { conferences } = to.exchange.world;
    if (!conferences.has(to.call, conference_id)) {
      return refused('409', `Call is not in the conference ${conference_id}`, to.ids);
    }
    return done('Left', to, () => conferences.leave(to.call, conference_id));
  },
);

/** `calling.join_room` */
export const joinRoom = answeredCallMethod(t.type({ name: Name }), (to, { name }) => {
  const { rooms } = to.exchange.world;
  if (rooms.has(to.call)) return refused('409', 'Call is in a room already', to.ids);
  return done('Joined', to, () => rooms.join(to.call, name));
});

/** `calling.leave_room` */
export const leaveRoom = answeredCallMethod(t.UnknownRecord, (to) => {
  const { rooms } = to.exchange.world;
  if (!rooms.has(to.call)) return refused('409', 'Call is in no room', to.ids);
  return done('Left', to, () => rooms.leave(to.call));
});

const Queue = t.type({ queue_name: Name });

/** `calling.queue.enter` */
export const enterQueue = operationMethod('queue', Queue, 'Queued', ({ queue_name }, to) =>
  to.exchange.world.queues.enter(queue_name, to.call),
);

export const leaveQueue = commandMethod(['queue'], Queue, 'Left', () => ({ kind: 'stop' }));
