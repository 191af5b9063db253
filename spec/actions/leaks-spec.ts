import { EMPTY, defer, of, take, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { RelayClient, phone, type Call } from 'relay-rx';
import { collected, dialState, messageState, success } from 'relay-rx/testing';
import { FakeRelay } from '../../lib/testing/fake-relay.js';
import { held, prompt } from '../support/marbles.js';

/** A client, a call and RELAY, on a clock whose timers can be counted. */
function stage() {
  const scheduler = new TestScheduler(() => undefined);
  const relay = new FakeRelay(scheduler);
  const client = new RelayClient({ project: 'p', token: 't', scheduler, socket: relay.connect });
  let call!: Call;
  client.calls$.pipe(take(1)).subscribe((received) => (call = received));
  relay.offer();
  return { scheduler, relay, client, call, timers: () => scheduler.actions.length };
}

describe('after 1,000 of them, no key, no request and no timer is left', () => {
  const nothing = { operations: 0, waiting: 0, unanswered: 0, dials: 0, messages: 0, held: 0 };

  const each: [string, (staged: ReturnType<typeof stage>) => Observable<unknown>][] = [
    ['prompts that are answered', ({ call }) => prompt(call)],
    [
      'playbacks that are left',
      ({ call }) => defer(() => (call.playSilence({ duration: 9 }).subscribe().unsubscribe(), EMPTY)),
    ],
    ['commands', ({ call }) => call.hold()],
    [
      'messages',
      ({ client }) => client.sendMessage({ toNumber: '+15550100', fromNumber: '+15550101', body: 'x' }),
    ],
    [
      'dials that are refused',
      ({ client }) => client.dial({ devices: phone({ to: '+15550101', from: '+15550100' }) }),
    ],
  ];

  it.each(each)('%s', (_, start) => {
    const staged = stage();
    const { relay, client, call, timers } = staged;
    // RELAY answers at once, so that the whole of it is one turn.
    relay.answer('messaging.send', of(success({ message_id: 'm-1' })));
    const before = timers();
    relay.commands$.subscribe(({ method, params }) => {
      if (method === 'calling.play_and_collect') relay.send(collected.digits('1'));
      if (method === 'messaging.send') {
        relay.send(messageState('delivered', 'm-1'));
      }
      if (method === 'calling.dial') {
        relay.send(dialState('failed', String(params?.['tag'])));
      }
    });
    let ended = 0;
    const over = (): void => void (ended += 1);
    for (let each = 0; each < 1000; each += 1) {
      start(staged).subscribe({ complete: over, error: over });
    }
    expect(ended).toBe(1000);
    expect(held(call)).toMatchObject(nothing);
    expect(timers()).toBe(before);
    client.close();
    expect(held(call)).toMatchObject({ ...nothing, calls: 0, types: 0 });
    expect(timers()).toBe(0);
  });
});
