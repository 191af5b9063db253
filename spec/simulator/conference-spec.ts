import { another, conversation } from './virtual-app.js';
import type { Conversation } from './virtual-app.js';

const told = ({ app, caller }: Conversation): unknown[] =>
  app.events
    .filter(({ type }) => type === 'calling.conference')
    .map(({ params }) => [params['call_id'] === caller.callId ? 'first' : 'second', params['status']]);

const join = ({ ask }: Pick<Conversation, 'ask'>, params: object = {}): unknown =>
  ask('calling.join_conference', { name: 'team', ...params })['code'];

const idOf = ({ engine }: Conversation): string => engine.conferences[0]!.id;

describe('a conference', () => {
  it('begins with the first who joins, and ends with the last who leaves', () => {
    const talk = conversation();
    const second = another(talk);
    expect([join(talk), join(second)]).toEqual(['200', '200']);
    const id = idOf(talk);
    expect(talk.engine.conferences).toEqual([
      { id, name: 'team', state: 'started', callIds: [talk.caller.callId, second.caller.callId] },
    ]);
    expect(talk.ask('calling.leave_conference', { conference_id: id })['code']).toBe('200');
    second.caller.hangUp();
    expect(told(talk)).toEqual([
      ['first', 'participant-join'],
      ['first', 'conference-start'],
      ['second', 'participant-join'],
      ['first', 'participant-leave'],
      ['second', 'participant-leave'],
      ['second', 'conference-end'],
    ]);
    expect(talk.app.eventsOf('calling.conference')[0]).toMatchObject({ conference_id: id, name: 'team' });
    expect(talk.engine.conferences).toEqual([]);
  });

  it('lets its members hear each other, but for those who are muted', () => {
    const talk = conversation();
    const second = another(talk);
    const heard: unknown[] = [];
    talk.caller.heard$.subscribe((what) => heard.push(['first', what]));
    second.caller.heard$.subscribe((what) => heard.push(['second', what]));
    join(talk);
    join(second, { muted: true });
    talk.caller.say('hello');
    second.caller.say('hello');
    talk.clock.advance(1000);
    expect(heard).toEqual([['second', { kind: 'speech', text: 'hello' }]]);
  });

  it('waits for somebody who may start it', () => {
    const talk = conversation();
    const second = another(talk);
    join(talk, { start_on_enter: false });
    expect(talk.engine.conferences).toMatchObject([{ state: 'waiting' }]);
    join(second);
    expect(told(talk)).toEqual([
      ['first', 'participant-join'],
      ['second', 'participant-join'],
      ['first', 'conference-start'],
      ['second', 'conference-start'],
    ]);
  });

  it('ends for everybody when somebody leaves who ends it', () => {
    const talk = conversation();
    const second = another(talk);
    join(talk, { end_on_exit: true });
    join(second);
    talk.caller.hangUp();
    expect(told(talk).slice(-3)).toEqual([
      ['first', 'participant-leave'],
      ['first', 'conference-end'],
      ['second', 'conference-end'],
    ]);
    expect(talk.engine.conferences).toEqual([]);
    expect(second.caller.state).toBe('answered');
    expect(talk.app.events.at(-1)?.params).toMatchObject({ call_state: 'ended' });
  });

  it('is refused with 409 when it is full, when the call is in it, and to leave when it is not', () => {
    const talk = conversation();
    const second = another(talk);
    join(talk);
    expect(join(second, { max_participants: 1 })).toBe('409');
    expect(join(talk)).toBe('409');
    expect(second.ask('calling.leave_conference', { conference_id: idOf(talk) })['code']).toBe('409');
  });
});

describe('a room', () => {
  it('lets those who are in it hear each other, and forgets who hangs up', () => {
    const talk = conversation();
    const second = another(talk);
    const heard: unknown[] = [];
    second.caller.heard$.subscribe((what) => heard.push(what));
    expect(talk.ask('calling.join_room', { name: 'lobby' })['code']).toBe('200');
    second.ask('calling.join_room', { name: 'lobby' });
    expect(talk.engine.rooms).toEqual([
      { name: 'lobby', callIds: [talk.caller.callId, second.caller.callId] },
    ]);
    talk.caller.say('hello');
    talk.clock.advance(1000);
    expect(heard).toEqual([{ kind: 'speech', text: 'hello' }]);
    second.caller.hangUp();
    expect(talk.engine.rooms).toMatchObject([{ callIds: [talk.caller.callId] }]);
    expect(talk.ask('calling.leave_room')['code']).toBe('200');
    expect(talk.engine.rooms).toEqual([]);
    expect(talk.ask('calling.leave_room')['code']).toBe('409');
  });
});
