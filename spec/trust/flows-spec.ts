import { Observable, Subject, filter, finalize, map, of, range, tap, throwError, timer } from 'rxjs';
import { digits, phone, stop, volume, type Call } from 'relay-rx';
import { hear } from '../connection/support.js';
import { prompt } from '../support/marbles.js';
import { unharmed, type Scene, type Trouble } from './support/bystanders.js';

const theirs = (): never => {
  throw new Error('theirs');
};

/** Throws the first time, and never again. */
function once(): () => void {
  let sprung = false;
  return () => {
    if (sprung) return;
    sprung = true;
    theirs();
  };
}

/** Throws when it is left. */
const badlyLeft = new Observable<never>(() => theirs);

describe('an error in a flow: errors$ is told, and nobody else', () => {
  it.each<[string, NonNullable<Trouble['flow']>]>([
    ['thrown as it is made', theirs],
    ['thrown as it is subscribed to', () => new Observable(theirs)],
    ['at once', () => throwError(() => new Error('theirs'))],
    ['later', () => timer(10).pipe(map(theirs))],
    ['that is no Error', () => throwError(() => null)],
    ['in place of an Observable', () => 5 as never],
    ['instead of anything', () => undefined as never],
    ['in an operator on its prompt', (call) => prompt(call).pipe(map(theirs))],
    [
      'in an operator on its state',
      (call) => call.state$.pipe(tap(() => call.state === 'answered' && theirs())),
    ],
    [
      'in what its state says when its call is over',
      (call) =>
        call.state$.pipe(
          filter((state) => state === 'ended'),
          map(theirs),
        ),
    ],
    ['when it is left', () => badlyLeft],
  ])('%s', (_, flow) => {
    unharmed({ flow, errors: ['FlowError'] });
  });
});

describe('an error in a notifier: errors$ is told, and the prompt goes on', () => {
  it.each<[string, Observable<unknown>]>([
    ['thrown as it is subscribed to', new Observable(theirs)],
    ['at once', throwError(() => new Error('theirs'))],
    ['later', timer(25).pipe(map(theirs))],
    ['when it is left', badlyLeft],
  ])('%s', (_, notifier) => {
    unharmed({
      flow: (call) =>
        prompt(call).pipe(
          stop(notifier),
          digits(),
          tap((digit) => expect(digit).toBe('1')),
        ),
      errors: ['NotifierError'],
    });
  });

  it('that emits what is not allowed', () => {
    unharmed({
      flow: (call) => prompt(call).pipe(volume(of(99, NaN, 3))),
      errors: ['RangeError', 'RangeError'],
    });
  });

  it.each<[string, (end$: Subject<number>) => Observable<unknown>]>([
    ['emits from within its subscription', () => range(0, 3)],
    ['emits after the prompt is over', (late$) => late$],
    [
      'takes no notice of being left',
      (late$) => new Observable((subscriber) => void late$.subscribe((n) => subscriber.next(n))),
    ],
  ])('none when it %s', (_, notifier) => {
    const late$ = new Subject<number>();
    unharmed({
      flow: (call) => prompt(call).pipe(stop(notifier(late$))),
      act: ({ at }) => at(40, () => late$.next(1)),
    });
  });
});

describe('an error in an observer: RxJS reports it, and nobody else hears of it', () => {
  const noisy = (call: Call) => hear(prompt(call).pipe(volume(of(99))));

  /** Every stream there is, how it is made to say something, and what `errors$` is told besides. */
  const streams: [string, (scene: Scene) => Observable<unknown>, Trouble?][] = [
    ['the client', ({ client }) => client],
    ['calls$', ({ client }) => client.calls$, { act: ({ at, relay }) => at(20, () => relay.call()) }],
    ['on(type)', ({ client }) => client.on('calling.call.collect')],
    [
      'errors$',
      ({ client }) => client.errors$,
      { act: ({ at, call }) => at(20, () => noisy(call)), errors: ['RangeError'] },
    ],
    [
      'status$',
      ({ client }) => client.status$,
      { script: ({ relay }) => relay.connection('20ms d 4ms u'), errors: ['RelayConnectionError'] },
    ],
    ['frames$', ({ client }) => client.frames$],
    ['activeCalls$', ({ client }) => client.activeCalls$],
    ['metrics$', ({ client }) => client.metrics$],
    ['an action', ({ call }) => prompt(call)],
    [
      'playback$',
      ({ call }) => {
        const action = prompt(call);
        hear(action);
        return action.playback$;
      },
    ],
    ['state$', ({ call }) => call.state$],
    ['events$', ({ call }) => call.events$],
    ['a call’s on(type)', ({ call }) => call.on('calling.call.state')],
    ['ended$', ({ call }) => call.ended$],
    [
      'execute',
      ({ client }) => client.execute('calling.x'),
      { script: ({ relay }) => relay.answers('calling.x', '9ms s') },
    ],
  ];
  const command: (typeof streams)[number] = ['a command', ({ call }) => call.answer()];
  const dialled: (typeof streams)[number] = [
    'a dial',
    ({ client }) => client.dial({ devices: phone({ to: '+15550100', from: '+15550101' }) }),
  ];

  it.each([...streams, command])('next of %s', (_, stream, more = {}) => {
    unharmed({
      ...more,
      act: (scene) => {
        const heard: unknown[] = [];
        const source$ = stream(scene);
        source$.subscribe(once());
        source$.subscribe((value) => heard.push(value));
        more.act?.(scene);
        scene.at(91, () => expect(heard).not.toEqual([]));
      },
      unhandled: ['theirs'],
    });
  });

  it.each([...streams, dialled])(
    'a subscriber of %s that throws as it is left: the others are told of the end',
    (_, stream, more = {}) => {
      unharmed({
        ...more,
        act: (scene) => {
          const source$ = stream(scene);
          source$.pipe(finalize(theirs)).subscribe();
          const other = hear(source$);
          more.act?.(scene);
          scene.at(91, () => scene.client.close());
          scene.at(92, () => expect(other.ended).toBe('completed'));
        },
        unhandled: ['theirs'],
      });
    },
  );

  it.each(['error', 'complete'] as const)('%s of an action', (end) => {
    unharmed({
      ...(end === 'error' && { script: ({ relay }: Scene) => relay.answers('calling.play', '9ms r') }),
      act: ({ call, at }) => {
        const action: Observable<unknown> = end === 'error' ? call.playTTS({ text: 'Hello.' }) : prompt(call);
        action.subscribe({ [end]: theirs });
        const other = hear(action);
        at(31, () => expect(other.ended).toBe(end === 'error' ? 'failed' : 'completed'));
      },
      unhandled: ['theirs'],
    });
  });

  it('a subscriber of a request that throws as it is left when the answer is lost: the others are told of the loss', () => {
    unharmed({
      script: ({ relay }) => {
        relay.answers('calling.x', '-');
        relay.connection('20ms d 4ms u');
      },
      act: ({ client, at }) => {
        client
          .execute('calling.x')
          .pipe(finalize(theirs))
          .subscribe({ error: () => undefined });
        const other = hear(client.execute('calling.x'));
        at(26, () => expect(other.error).toMatchObject({ delivery: 'unknown' }));
      },
      errors: ['RelayConnectionError'],
      unhandled: ['theirs'],
    });
  });

  it('a subscriber of playback$ that throws as it is left does not keep the result from its prompt', () => {
    unharmed({
      act: ({ call, at }) => {
        const action = prompt(call);
        const heard = hear(action.pipe(digits()));
        action.playback$.pipe(finalize(theirs)).subscribe();
        at(31, () => expect(heard).toMatchObject({ values: ['1'], ended: 'completed' }));
      },
      unhandled: ['theirs'],
    });
  });

  it('a subscriber of a call that throws as it is left when the session is lost: the other calls are told of it', () => {
    unharmed({
      served: '25ms |',
      script: ({ relay }) => relay.connection('20ms d 4ms n'),
      act: ({ call }) => call.ended$.pipe(finalize(theirs)).subscribe({ error: () => undefined }),
      errors: ['RelayConnectionError'],
      unhandled: ['theirs'],
    });
  });

  it('a flow that throws as its prompt is torn down at its end', () => {
    unharmed({ flow: (call) => prompt(call).pipe(finalize(theirs)), unhandled: ['theirs'] });
  });
});

describe('an error in what a client is given', () => {
  const log = (): void => undefined;

  it.each(['debug', 'info', 'warn'] as const)('a logger whose %s throws is not noticed', (level) => {
    const thrown = jest.fn(theirs);
    unharmed({
      client: { logger: { debug: log, info: log, warn: log, error: log, [level]: thrown } },
      script: ({ relay }) => relay.connection('20ms d 4ms u'),
      errors: ['RelayConnectionError'],
    });
    expect(thrown).toHaveBeenCalled();
  });

  it('a logger whose error throws does not keep the end of the connection from anybody', () => {
    const thrown = jest.fn(theirs);
    unharmed({
      client: { logger: { debug: log, info: log, warn: log, error: thrown } },
      served: '25ms |',
      script: ({ relay }) => relay.connection('20ms d 4ms x'),
      // The loss, and that there is no other attempt.
      errors: ['RelayConnectionError', 'RelayConnectionError'],
    });
    expect(thrown).toHaveBeenCalledTimes(1);
  });

  it('generateId that throws fails what needs an id, and nothing else', () => {
    let ids = 0;
    let broken = false;
    unharmed({
      client: { generateId: () => (broken ? theirs() : `id-${(ids += 1)}`) },
      act: ({ at, call, client }) => {
        at(10, () => {
          broken = true;
          const asked = hear(client.execute('calling.x'));
          expect(() => prompt(call)).toThrow('theirs');
          broken = false;
          expect(asked.error).toMatchObject({ message: 'theirs' });
        });
      },
    });
  });

  it('generateId that repeats itself fails what would have the id of another, and nothing else', () => {
    let ids = 0;
    let stuck = false;
    unharmed({
      client: { generateId: () => (stuck ? `id-${ids}` : `id-${(ids += 1)}`) },
      script: ({ relay }) => relay.answers('calling.x', '9ms s'),
      act: ({ at, client }) => {
        at(10, () => {
          const first = hear(client.execute('calling.x'));
          stuck = true;
          const second = hear(client.execute('calling.x'));
          stuck = false;
          expect(second.error).toMatchObject({ message: expect.stringContaining('generateId') as string });
          at(10, () => expect([first.values.length, first.ended]).toEqual([1, 'completed']));
        });
      },
    });
  });
});
