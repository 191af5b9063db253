import { volume, type CollectAction } from 'relay-rx';
import { of, type Observable, type Subscription } from 'rxjs';
import { hear } from '../connection/support.js';
import { prompt } from '../support/marbles.js';
import { unharmed, type Scene, type Trouble } from './support/bystanders.js';

/** What there is to do something with from within an event. */
interface Stage extends Scene {
  /** A prompt of the call that is up. */
  readonly action: CollectAction;
  /** The subscription within which it is done. */
  readonly self: Subscription;
  /** Another subscription to the same stream, made after that. */
  readonly other: Subscription;
}

type Stream = (stage: Pick<Stage, 'client' | 'call' | 'action'>) => Observable<unknown>;

const received = {
  type: 'calling.call.receive',
  fields: { callState: 'created', context: 'default' },
  callId: 'call-4',
} as const;

/** Every stream, and what RELAY does so that it says something, where the prompt and the call do not do already. */
const streams: [string, Stream, Trouble?][] = [
  ['an action', ({ action }) => action],
  ['playback$', ({ action }) => action.playback$],
  ['a call’s state$', ({ call }) => call.state$],
  ['a call’s events$', ({ call }) => call.events$],
  ['a call’s ended$', ({ call }) => call.ended$],
  ['the client', ({ client }) => client],
  ['on(type)', ({ client }) => client.on('calling.call.collect')],
  [
    'calls$',
    ({ client }) => client.calls$,
    { script: ({ relay }) => relay.events('20ms r', { r: received }) },
  ],
  [
    'errors$',
    ({ client }) => client.errors$,
    { act: ({ at, call }) => at(20, () => hear(prompt(call).pipe(volume(of(99))))), errors: ['RangeError'] },
  ],
  [
    'status$',
    ({ client }) => client.status$,
    { script: ({ relay }) => relay.connection('20ms d 4ms u'), errors: ['RelayConnectionError'] },
  ],
  ['frames$', ({ client }) => client.frames$],
  ['activeCalls$', ({ client }) => client.activeCalls$],
];

const deeds: [string, (stage: Stage) => void, Trouble?][] = [
  ['leaves itself', ({ self }) => self.unsubscribe()],
  ['leaves another', ({ other }) => other.unsubscribe()],
  ['subscribes to the same action again', ({ action }) => hear(action)],
  ['starts another prompt', ({ call }) => hear(prompt(call))],
  ['asks for something', ({ client }) => hear(client.execute('calling.x'))],
  ['hangs up', ({ call }) => hear(call.hangup())],
];

/** Subscribes twice, and does the deed within the first event that comes to the first of the two when it is due. */
function within(stream: Stream, deed: (stage: Stage) => void, done: () => void) {
  return (scene: Scene): void => {
    const action = prompt(scene.call);
    hear(action);
    const source$ = stream({ ...scene, action });
    let due = false;
    let self: Subscription | undefined = undefined;
    let other: Subscription | undefined = undefined;
    self = source$.subscribe({
      next: () => {
        if (!due) return;
        due = false;
        done();
        deed({ ...scene, action, self: self!, other: other! });
      },
      error: () => undefined,
    });
    other = source$.subscribe({ error: () => undefined });
    // What is replayed is no dispatch to be in the middle of.
    due = true;
  };
}

describe.each(streams)('a subscriber of %s', (_, stream, stimulus = {}) => {
  it.each(deeds)('that %s from within an event harms no other call', (_, deed) => {
    const done = jest.fn();
    unharmed({
      ...stimulus,
      act: (scene) => {
        stimulus.act?.(scene);
        within(stream, deed, done)(scene);
      },
    });
    expect(done).toHaveBeenCalledTimes(1);
  });

  it('that closes the client from within an event ends everything, once', () => {
    const done = jest.fn();
    const ends: (string | undefined)[] = [];
    unharmed({
      ...stimulus,
      served: 'whatever',
      act: (scene) => {
        stimulus.act?.(scene);
        within(stream, ({ client }) => client.close(), done)(scene);
        const { client, call } = scene;
        const streams = [client, client.calls$, client.errors$, call.ended$, call.state$, call.events$];
        const all = streams.map((each) => hear<unknown>(each));
        scene.at(95, () => ends.push(...all.map(({ ended }) => ended)));
      },
    });
    expect(done).toHaveBeenCalledTimes(1);
    expect(ends).toEqual(Array(6).fill('completed'));
  });
});

describe('what is done from within an event', () => {
  it('comes after that event for the others, too', () => {
    const seen: unknown[] = [];
    unharmed({
      script: ({ relay }) => relay.connection('20ms d 4ms u'),
      served: 'whatever',
      act: ({ client }) => {
        client.status$.subscribe((now) => now === 'reconnecting' && client.close());
        client.status$.subscribe((now) => seen.push(now));
      },
      errors: ['RelayConnectionError'],
    });
    expect(seen).toEqual(['connected', 'reconnecting', 'disconnected']);
  });

  it('to a prompt that the event would have ended, stays done', () => {
    const ends: unknown[] = [];
    unharmed({
      act: ({ call, at }) => {
        // RELAY would refuse the second; the stand-in for it does not.
        const [first, second] = [prompt(call, { controlId: 'same' }), prompt(call, { controlId: 'same' })];
        let left: Subscription | undefined = undefined;
        first.subscribe(({ result }) => result?.type === 'digit' && left?.unsubscribe());
        left = second.subscribe();
        at(31, () => ends.push(first.completed, second.isDone, second.completed));
      },
    });
    expect(ends).toEqual([true, true, false]);
  });
});
