import * as E from 'fp-ts/lib/Either.js';
import type { Observable } from 'rxjs';
import { RelayError, RelayProtocolError, type Action, type RelayEvent } from 'relay-rx';
import { command, event, malformedEvent, refusal, type ServerEvent } from 'relay-rx/testing';
import { decodeEvent } from '../../lib/protocol/events/index.js';
import { mayHaveEnded } from '../../lib/protocol/events/undecoded.js';
import { marbles } from '../support/marbles.js';
import { kinds } from './kinds.js';

const { run } = marbles({ client: { logger: false } });

type Params = Record<string, unknown>;

/** An operation, and the one event that comes for it. */
interface Tried {
  readonly action: Action<RelayEvent>;
  readonly params: Params;
  readonly failures: readonly unknown[];
  /** Whether the event can be read, and whether it ends the operation, or may have. */
  readonly decodes: boolean;
  readonly ends: boolean;
}

/** What is never what it should be. */
const ODD: readonly unknown[] = [null, 7, '', [], {}, true];

/** The params, with each of their values replaced by each odd one. */
function mutations(params: Params): readonly Params[] {
  return Object.entries(params).flatMap(([key, value]) => {
    const inner =
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? mutations(value as Params).map((each) => ({ ...params, [key]: each }))
        : [];
    return [...ODD.map((odd) => ({ ...params, [key]: odd })), ...inner];
  });
}

describe.each(Object.entries(kinds))('%s', (_, { start, method, eventType, progress, terminal, stop }) => {
  const cases = [...progress, ...terminal].flatMap((each) => [each, ...mutations(each)]);

  it('never hangs on an event that does not decode, whatever is wrong with it', () => {
    const errors: Error[] = [];
    const stopped: unknown[] = [];
    const runs: readonly Tried[] = run(({ call, client, relay }) => {
      client.errors$.subscribe((error) => errors.push(error));
      client.frames$.subscribe(({ frame }) => {
        const { method: sent, params } = frame as { method?: string; params?: Params };
        if (sent === stop?.method) stopped.push(params?.['control_id']);
      });
      const tried = cases.map((params): Tried => {
        const action = start(call);
        const { controlId } = action;
        const failures: unknown[] = [];
        action.subscribe({ error: (error: unknown) => failures.push(error) });
        const whole = { ...params, call_id: call.callId, node_id: call.nodeId, control_id: controlId };
        const decodes = E.isRight(decodeEvent({ event_type: eventType, params: whole }));
        return { action, params, failures, decodes, ends: mayHaveEnded(eventType, whole) };
      });
      const events = tried.map(({ action: { controlId }, params, decodes }, index): [string, ServerEvent] => [
        String.fromCodePoint(0x4e00 + index),
        (decodes ? event : malformedEvent)(eventType, params, { controlId }),
      ]);
      relay.events(`-(${events.map(([letter]) => letter).join('')})`, Object.fromEntries(events));
      return tried;
    });
    const undecoded = runs.filter(({ decodes }) => !decodes);
    expect(undecoded.length).toBeGreaterThan(0);
    expect(errors.filter((error) => error instanceof RelayProtocolError)).toHaveLength(undecoded.length);
    for (const { action, params, failures, decodes, ends } of runs) {
      expect({ params, isDone: action.isDone }).toEqual({ params, isDone: ends });
      expect({ params, failures }).toEqual({
        params,
        failures: !decodes && ends ? [expect.any(RelayProtocolError)] : [],
      });
    }
    const mayRunOn = undecoded.filter(({ ends }) => ends).map(({ action }) => action.controlId);
    expect(stopped).toEqual(stop === undefined ? [] : mayRunOn);
  });

  it.each(['408', '500', '503', '-32603'])('is stopped when %s leaves open whether it runs', (code) => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.answers(method, '-r', { r: refusal(code) });
      const action: Observable<unknown> = start(call);
      expectObservable(action).toBe('-#', {}, expect.any(RelayError));
      expectCommands().toBe(stop ? 'cs' : 'c', {
        c: command(method),
        ...(stop && { s: command(stop.method) }),
      });
    });
  });

  it.each(['400', '402', '409', '422', '-32601', '-32602'])(
    'is not stopped when %s says that it does not run',
    (code) => {
      run(({ call, relay, expectObservable, expectCommands }) => {
        relay.answers(method, '-r', { r: refusal(code) });
        const action: Observable<unknown> = start(call);
        expectObservable(action).toBe('-#', {}, expect.any(RelayError));
        expectCommands().toBe('c', { c: command(method) });
      });
    },
  );
});
