import * as t from 'io-ts';

import { Flag, Name, Params, Participants, Text } from '../wire/types.js';
import { answeredCallMethod, callMethod, done } from './call-method.js';
import { refused } from './method.js';
import { operationMethod } from './operation-method.js';

const Join = t.intersection([
  t.type({ name: Name }),
  t.partial({
    muted: Flag,
    start_on_enter: Flag,
    end_on_exit: Flag,
    max_participants: Participants,
    stream: Params,
    beep: Text,
    record: Text,
    region: Text,
    wait_url: Text,
    coach: Text,
  }),
]);

/** `calling.join_conference`; by default a member can speak, starts the conference, and does not end it by leaving. */
export const joinConference = answeredCallMethod(Join, (to, params) => {
  const { conferences } = to.request.engine;
  const { name, muted = false, start_on_enter = true, end_on_exit = false } = params;
  const others = conferences.roomFor(to.call, name);
  if (others === undefined) return refused('409', `Call is in the conference ${name} already`, to.ids);
  if (others >= (params.max_participants ?? Infinity)) {
    return refused('409', `Conference ${name} is full`, to.ids);
  }
  const options = { name, muted, startOnEnter: start_on_enter, endOnExit: end_on_exit };
  const ids = { ...to.ids, conference_id: conferences.idOf(name) };
  return done('Joined', { ...to, ids }, () => conferences.join(to.call, options));
});

/** `calling.leave_conference` */
export const leaveConference = answeredCallMethod(
  t.type({ conference_id: Name }),
  (to, { conference_id }) => {
    const { conferences } = to.request.engine;
    if (!conferences.has(to.call, conference_id)) {
      return refused('409', `Call is not in the conference ${conference_id}`, to.ids);
    }
    return done('Left', to, () => conferences.leave(to.call, conference_id));
  },
);

/** `calling.join_room` */
export const joinRoom = answeredCallMethod(t.type({ name: Name }), (to, { name }) => {
  const { rooms } = to.request.engine;
  if (rooms.has(to.call)) return refused('409', 'Call is in a room already', to.ids);
  return done('Joined', to, () => rooms.join(to.call, name));
});

/** `calling.leave_room` */
export const leaveRoom = answeredCallMethod(t.UnknownRecord, (to) => {
  const { rooms } = to.request.engine;
  if (!rooms.has(to.call)) return refused('409', 'Call is in no room', to.ids);
  return done('Left', to, () => rooms.leave(to.call));
});

const Queue = t.intersection([t.type({ queue_name: Name }), t.partial({ wait_url: Text })]);

/** `calling.queue.enter`: plays `wait_url` in a loop until the call is taken. */
export const enterQueue = operationMethod('queue', Queue, 'Queued', ({ queue_name, wait_url }, to) => {
  const { queues } = to.request.engine;
  return {
    operation: queues.enter(queue_name, to.call, wait_url),
    answer: { queue_name, queue_id: queues.idOf(queue_name) },
  };
});

/** `calling.queue.leave`: the request has the queue's name or its id. */
export const leaveQueue = callMethod(
  t.partial({ queue_name: Name, queue_id: Name, control_id: Name }),
  (to, { queue_name, queue_id, control_id }) => {
    if (queue_name === undefined && queue_id === undefined) {
      return refused('400', 'queue_name is missing: it is a string that is not empty', to.ids);
    }
    const ids = { ...to.ids, ...(control_id !== undefined && { control_id }) };
    const place = to.request.engine.queues.placeOf(to.call, { name: queue_name, id: queue_id });
    if (place === undefined) {
      return refused('404', `Call is not in the queue ${queue_name ?? queue_id ?? ''}`, ids);
    }
    const { queueId, queueName, leave } = place;
    return done('Left', { ...to, ids: { ...ids, queue_name: queueName, queue_id: queueId } }, leave);
  },
);
