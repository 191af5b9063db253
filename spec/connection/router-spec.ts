import fc from 'fast-check';
import { Subscription } from 'rxjs';
import { Router, type RouteListener } from '../../lib/connection/router.js';
import { RelaySessionLostError } from '../../lib/protocol/errors.js';

interface Letter {
  readonly callId: string | undefined;
  readonly controlId: string | undefined;
}

const to = (callId?: string, controlId?: string): Letter => ({ callId, controlId });
const nobody: RouteListener<Letter> = { event: () => undefined, cutOff: () => undefined };
const call = (event: (letter: Letter) => void): RouteListener<Letter> => ({ ...nobody, event });

/** Adds a call to a router until the subscription ends. */
function addCall(router: Router<Letter>, callId: string, listener: RouteListener<Letter>): Subscription {
  router.addCall(callId, listener);
  return new Subscription(() => router.removeCall(callId, listener));
}

/** Adds an operation to a router until the subscription ends. */
function addOperation(
  router: Router<Letter>,
  callId: string,
  controlId: string,
  event: (letter: Letter) => unknown,
) {
  const listener = { event: (letter: Letter) => void event(letter) };
  router.addOperation(callId, controlId, listener);
  return new Subscription(() => router.removeOperation(callId, controlId, listener));
}

describe('Router', () => {
  it('brings an event to its operation first, and then to its call', () => {
    const router = new Router<Letter>();
    const heard: string[] = [];
    router.addCall(
      'c',
      call(() => heard.push('call')),
    );
    router.addOperation('c', 'k', { event: () => heard.push('operation') });
    router.addOperation('c', 'other', { event: () => heard.push('another operation') });
    expect(router.route(to('c', 'k'))).toBe(true);
    expect(heard).toEqual(['operation', 'call']);
  });

  it('tells operations of one control id on two calls apart', () => {
    const router = new Router<Letter>();
    const heard: string[] = [];
    for (const id of ['a', 'b']) {
      router.addCall(id, nobody);
      router.addOperation(id, 'k', { event: () => heard.push(id) });
    }
    router.route(to('b', 'k'));
    expect(heard).toEqual(['b']);
  });

  it('says whether the call is known; what names no call is nobody’s here', () => {
    const router = new Router<Letter>();
    router.addCall('c', nobody);
    expect(router.route(to('c'))).toBe(true);
    expect(router.route(to('c', 'unknown'))).toBe(true);
    expect(router.route(to('d', 'k'))).toBe(false);
    expect(router.route(to(undefined, 'k'))).toBe(true);
    expect([router.hasCall('c'), router.hasCall('d')]).toEqual([true, false]);
  });

  it('looks an event up once by call and once by control id, whatever else there is', () => {
    const router = new Router<Letter>();
    for (let c = 0; c < 100; c++) {
      router.addCall(`c${c}`, nobody);
      for (let k = 0; k < 10; k++) router.addOperation(`c${c}`, `k${k}`, { event: () => undefined });
    }
    const get = jest.spyOn(Map.prototype, 'get');
    const iterate = jest.spyOn(Map.prototype, 'forEach');
    const values = jest.spyOn(Map.prototype, 'values');
    const event = to('c50', 'k5');
    const before = get.mock.calls.length;
    router.route(event);
    const lookups = get.mock.calls.length - before;
    const walks = iterate.mock.calls.length + values.mock.calls.length;
    jest.restoreAllMocks();
    expect(lookups).toBe(2);
    expect(walks).toBe(0);
  });

  it('releases a key when the last listener of it leaves', () => {
    const router = new Router<Letter>();
    const live = addCall(router, 'c', nobody);
    const [one, two] = [
      addOperation(router, 'c', 'k', () => undefined),
      addOperation(router, 'c', 'k', () => undefined),
    ];
    expect(router.size).toMatchObject({ calls: 1, operations: 1 });
    one.unsubscribe();
    one.unsubscribe();
    expect(router.size).toMatchObject({ calls: 1, operations: 1 });
    two.unsubscribe();
    expect(router.size).toMatchObject({ calls: 1, operations: 0 });
    live.unsubscribe();
    expect(router.size).toMatchObject({ calls: 0, operations: 0 });
    expect(router.size.calls).toBe(0);
  });

  it('adds no operation to a call that is not there', () => {
    const router = new Router<Letter>();
    const listener = jest.fn();
    router.addOperation('c', 'k', { event: listener });
    router.route(to('c', 'k'));
    expect(listener).not.toHaveBeenCalled();
    expect(router.size).toMatchObject({ calls: 0, operations: 0 });
  });

  it('keeps a call that was added again when the first one of its id leaves', () => {
    const router = new Router<Letter>();
    const first = addCall(router, 'c', nobody);
    const heard = jest.fn();
    router.addCall('c', call(heard));
    first.unsubscribe();
    router.route(to('c'));
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('brings an event to who was there when it came, and to no one else', () => {
    const router = new Router<Letter>();
    const heard: string[] = [];
    router.addCall('c', nobody);
    const first = addOperation(router, 'c', 'k', () => {
      heard.push('first');
      first.unsubscribe();
      second.unsubscribe();
      router.addOperation('c', 'k', { event: () => heard.push('new') });
    });
    const second: Subscription = addOperation(router, 'c', 'k', () => heard.push('second'));
    router.route(to('c', 'k'));
    expect(heard).toEqual(['first', 'second']);
    router.route(to('c', 'k'));
    expect(heard).toEqual(['first', 'second', 'new']);
  });

  it('tells every call that it is cut off, also those that leave meanwhile', () => {
    const router = new Router<Letter>();
    const error = new RelaySessionLostError();
    const told: unknown[] = [];
    for (const id of ['a', 'b', 'c']) {
      const live: Subscription = addCall(router, id, {
        event: () => undefined,
        cutOff: (why) => {
          told.push(id, why);
          live.unsubscribe();
        },
      });
    }
    router.cutOff(error);
    expect(told).toEqual(['a', error, 'b', error, 'c', error]);
    expect(router.size.calls).toBe(0);
  });

  it('does as a plain list would, whatever is added, removed and brought out', () => {
    const calls = ['c0', 'c1', 'c2', '__proto__', 'constructor'];
    const controls = ['k0', 'k1', '__proto__', 'toString'];
    const action = fc.oneof(
      fc.record({ kind: fc.constant('call' as const), callId: fc.constantFrom(...calls) }),
      fc.record({
        kind: fc.constant('operation' as const),
        callId: fc.constantFrom(...calls),
        controlId: fc.constantFrom(...controls),
      }),
      fc.record({ kind: fc.constant('remove' as const), which: fc.nat() }),
      fc.record({
        kind: fc.constant('route' as const),
        callId: fc.option(fc.constantFrom(...calls), { nil: undefined }),
        controlId: fc.option(fc.constantFrom(...controls), { nil: undefined }),
      }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const router = new Router<Letter>();
        let heard: number[] = [];
        /** What there is: the call's own listener, or one of an operation's. */
        let model: { id: number; callId: string; controlId?: string; leave: Subscription }[] = [];
        actions.forEach((act, id) => {
          switch (act.kind) {
            case 'call': {
              const { callId } = act;
              if (model.some((other) => other.callId === callId)) return;
              model.push({
                id,
                callId,
                leave: addCall(
                  router,
                  callId,
                  call(() => heard.push(id)),
                ),
              });
              return;
            }
            case 'operation': {
              const { callId, controlId } = act;
              const leave = addOperation(router, callId, controlId, () => heard.push(id));
              if (model.some((other) => other.callId === callId))
                model.push({ id, callId, controlId, leave });
              return;
            }
            case 'remove': {
              if (model.length === 0) return;
              const gone = model[act.which % model.length]!;
              gone.leave.unsubscribe();
              model = model.filter((one) =>
                gone.controlId === undefined ? one.callId !== gone.callId : one !== gone,
              );
              return;
            }
            case 'route': {
              const at = model.filter((one) => one.callId === act.callId);
              const expected = [
                ...at.filter((one) => one.controlId !== undefined && one.controlId === act.controlId),
                ...at.filter((one) => one.controlId === undefined),
              ].map((one) => one.id);
              heard = [];
              const known = router.route(to(act.callId, act.controlId));
              expect(heard).toEqual(expected);
              expect(known).toBe(act.callId === undefined || at.length > 0);
            }
          }
        });
        const keys = new Set(
          model
            .filter((one) => one.controlId !== undefined)
            .map((one) => JSON.stringify([one.callId, one.controlId])),
        );
        expect(router.size).toMatchObject({
          calls: model.filter((one) => one.controlId === undefined).length,
          operations: keys.size,
        });
      }),
      { numRuns: 300 },
    );
  });
});
