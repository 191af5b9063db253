import fc from 'fast-check';
import { Arrivals } from '../../lib/connection/arrivals.js';
import { defaultPlatform } from '../../lib/connection/platform.js';
import { MAX_OVERDUE, Pending } from '../../lib/connection/pending.js';
import { RelayConnectionError, RelayError } from '../../lib/protocol/errors.js';
import { Clock, ImpatientClock, hear, type Frame } from './support.js';

const TIMEOUT = 1_000;

function setUp(clock = new Clock()) {
  const silent: string[] = [];
  const settled: unknown[][] = [];
  const sent: Frame[] = [];
  let ids = 0;
  const pending = new Pending({
    platform: { ...defaultPlatform, scheduler: clock, generateId: () => `id-${ids++}` },
    arrivals: new Arrivals(clock),
    requestTimeout: TIMEOUT,
    late: ({ method }) => silent.push(method),
    meter: { settled: (...how) => settled.push(how) },
  });
  const ask = (method: string, params: object = {}) =>
    pending.ask((text) => sent.push(JSON.parse(text) as Frame), method, params);
  const settle = (id: string | number, result: unknown) => pending.settle({ jsonrpc: '2.0', id, result });
  return { clock, silent, settled, sent, pending, ask, settle };
}

describe('Pending', () => {
  it('sends when it is subscribed to, once for each subscription', () => {
    const { ask, sent } = setUp();
    const question = ask('calling.x', { a: [1] });
    expect(sent).toEqual([]);
    hear(question);
    hear(question);
    expect(sent).toEqual([
      { jsonrpc: '2.0', id: 'id-0', method: 'calling.x', params: { a: [1] } },
      { jsonrpc: '2.0', id: 'id-1', method: 'calling.x', params: { a: [1] } },
    ]);
  });

  it('brings each answer to who asked, in whatever order they come', () => {
    const { ask, settle, pending, clock } = setUp();
    const [one, two] = [hear(ask('calling.one')), hear(ask('calling.two'))];
    expect(settle('id-1', { code: '200', message: 'two' })).toBe(true);
    expect(one).toMatchObject({ values: [], ended: undefined });
    expect(two).toMatchObject({ values: [{ code: '200', message: 'two' }], ended: 'completed' });
    expect(settle('id-0', { code: '200', message: 'one' })).toBe(true);
    expect(one).toMatchObject({ values: [{ code: '200', message: 'one' }], ended: 'completed' });
    expect([pending.size, clock.timers]).toEqual([0, 0]);
  });

  it('has a request be late at its time, whatever the fractions of a ms add up to', () => {
    const delays$ = fc.array(fc.double({ min: 0, max: 1_000, noNaN: true }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(delays$, (delays) => {
        const { clock, ask, silent, pending } = setUp(new ImpatientClock());
        for (const delay of delays) {
          clock.advance(delay);
          hear(ask('calling.x'));
        }
        clock.advance(TIMEOUT);
        clock.advance(1);
        expect([silent.length, pending.size, clock.timers]).toEqual([delays.length, 0, 0]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('hears an answer that comes from within send', () => {
    const { pending } = setUp();
    const heard = hear(
      pending.ask(
        (text) => {
          const { id } = JSON.parse(text) as { id: string };
          expect(pending.settle({ jsonrpc: '2.0', id, result: { code: '200' } })).toBe(true);
        },
        'calling.x',
        {},
      ),
    );
    expect(heard).toMatchObject({ ended: 'completed', values: [{ code: '200', message: '' }] });
  });

  it('says so when nobody asked, or the answer comes a second time', () => {
    const { ask, settle } = setUp();
    hear(ask('calling.x'));
    expect(settle('another', {})).toBe(false);
    expect(settle(0, {})).toBe(false);
    expect(settle('id-0', {})).toBe(true);
    expect(settle('id-0', {})).toBe(false);
  });

  it('errors with a RelayError when it is refused, by a result or by an error', () => {
    const { ask, settle, pending } = setUp();
    const [one, two] = [hear(ask('calling.one')), hear(ask('calling.two'))];
    settle('id-0', { code: '409', message: 'conflict' });
    pending.settle({ jsonrpc: '2.0', id: 'id-1', error: { code: -32601, message: 'no method' } });
    expect(one.error).toBeInstanceOf(RelayError);
    expect(one.error).toMatchObject({ code: '409', message: 'conflict', method: 'calling.one' });
    expect(two.error).toMatchObject({ code: '-32601', message: 'no method', method: 'calling.two' });
  });

  it('reports a request that has no answer in time, and then errors', () => {
    const { ask, clock, silent, pending } = setUp();
    let silentBefore = false;
    ask('calling.x').subscribe({
      error: (error: unknown) => {
        silentBefore = silent.length === 1;
        expect(error).toBeInstanceOf(RelayConnectionError);
        expect(error).toMatchObject({ delivery: 'unknown', message: expect.stringContaining('1000 ms') });
      },
    });
    clock.advance(TIMEOUT - 1);
    expect(silent).toEqual([]);
    clock.advance(1);
    expect(silent).toEqual(['calling.x']);
    expect(silentBefore).toBe(true);
    expect([pending.size, clock.timers]).toEqual([0, 0]);
  });

  it('waits for the answer also when nobody else does any more', () => {
    const { ask, clock, silent, settle } = setUp();
    hear(ask('calling.answered')).unsubscribe();
    expect(settle('id-0', {})).toBe(true);
    hear(ask('calling.unanswered')).unsubscribe();
    clock.advance(TIMEOUT);
    expect(silent).toEqual(['calling.unanswered']);
  });

  it('remembers so many requests that were not answered in time, the latest', () => {
    const { ask, clock, settle, pending } = setUp();
    for (let n = 0; n <= MAX_OVERDUE; n += 1) hear(ask('calling.x'));
    clock.advance(TIMEOUT);
    expect(pending.size).toBe(0);
    expect([0, 1, MAX_OVERDUE].map((n) => settle(`id-${n}`, {}))).toEqual([false, true, true]);
    // A second answer is one to nothing.
    expect(settle('id-1', {})).toBe(false);
    pending.lose();
    expect(settle('id-2', {})).toBe(false);
  });

  it('errors with unsent when the socket does not take it', () => {
    const { pending, clock, settled } = setUp();
    const heard = hear(pending.ask(() => false, 'calling.x', {}));
    expect(heard.error).toMatchObject({ name: 'RelayConnectionError', delivery: 'unsent' });
    expect(settled).toEqual([['calling.x', 'unsent']]);
    expect(pending.size).toBe(0);
    clock.advance(TIMEOUT);
    expect(clock.timers).toBe(0);
  });

  it('runs one timer, and lets each have its whole time', () => {
    const { ask, clock, pending } = setUp();
    const asked = [0, 300, 300].map((later, n) => {
      clock.advance(later);
      return hear(ask(`calling.${n}`));
    });
    expect(clock.timers).toBe(1);
    clock.advance(400);
    expect(asked.map(({ ended }) => ended)).toEqual(['failed', undefined, undefined]);
    clock.advance(299);
    expect(asked[1]!.ended).toBeUndefined();
    clock.advance(1);
    expect(asked.map(({ ended }) => ended)).toEqual(['failed', 'failed', undefined]);
    clock.advance(300);
    expect([pending.size, clock.timers]).toEqual([0, 0]);
  });

  it('reads what has arrived before it takes an answer for late', () => {
    const { ask, clock, settle } = setUp();
    const asked = hear(ask('calling.x'));
    // The answer is read in the same frame in which its time is up, after the timer.
    clock.schedule(() => settle('id-0', { code: '200' }), TIMEOUT);
    clock.advance(TIMEOUT);
    expect(asked.ended).toBe('completed');
  });

  it('errors to everybody when the connection is lost', () => {
    const { ask, clock, pending } = setUp();
    const all = [hear(ask('calling.a')), hear(ask('calling.b'))];
    pending.lose();
    for (const { error } of all)
      expect(error).toMatchObject({ name: 'RelayConnectionError', delivery: 'unknown' });
    expect([pending.size, clock.timers]).toEqual([0, 0]);
  });

  it('takes what is asked from within a loss for something new', () => {
    const { ask, pending, sent } = setUp();
    const again = hear(ask('calling.again'));
    again.unsubscribe();
    ask('calling.a').subscribe({ error: () => hear(ask('calling.b')) });
    pending.lose();
    expect(sent.map(({ method }) => method)).toEqual(['calling.again', 'calling.a', 'calling.b']);
    expect(pending.size).toBe(1);
  });

  it.each([
    ['with the error of it', new RelayConnectionError('over')],
    ['in peace', undefined],
  ])('ends everything %s', (_, error) => {
    const { ask, clock, pending } = setUp();
    const heard = hear(ask('calling.x'));
    pending.end(error);
    expect(heard).toMatchObject({ ended: error ? 'failed' : 'completed', error });
    expect([pending.size, clock.timers]).toEqual([0, 0]);
  });

  it('errors with what cannot be written as JSON, and then waits for nothing', () => {
    const { ask, clock, pending, silent } = setUp();
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    for (const params of [{ n: 1n }, circular]) {
      expect(hear(ask('calling.x', params)).error).toBeInstanceOf(TypeError);
    }
    expect([pending.size, clock.timers]).toEqual([0, 0]);
    clock.advance(TIMEOUT);
    expect(silent).toEqual([]);
  });
});
