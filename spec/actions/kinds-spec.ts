import { map, retry, takeUntil, timer, type Observable } from 'rxjs';
import { RelayConnectionError, RelayError, RelaySessionLostError } from 'relay-rx';
import { callState, command, event, refusal, type ServerEvent } from 'relay-rx/testing';
import { held, run } from '../support/marbles.js';
import { endsLate, kinds } from './kinds.js';

describe.each(Object.entries(kinds))(
  '%s',
  (_, { start, method, params, eventType, progress, terminal, stop }) => {
    const [ending] = terminal;
    const end = event(eventType, ending);
    const x = map(() => 'x');

    it('sends its request, emits its events, and completes on a terminal one', () => {
      for (const last of terminal) {
        run(({ call, relay, expectObservable, expectCommands }) => {
          const events: Record<string, ServerEvent> = {
            z: event(eventType, last),
            o: event(eventType, last, { controlId: 'another' }),
          };
          progress.forEach((each, index) => (events[String(index)] = event(eventType, each)));
          const marbles = `-o${progress.map((__, index) => index).join('')}`;
          relay.events(`${marbles}z`, events);
          expectObservable(start(call).pipe(x)).toBe(`--${'x'.repeat(progress.length)}(x|)`);
          expectCommands().toBe('c', { c: command(method, params) });
        });
      }
    });

    it('is stopped when it is left, where RELAY can', () => {
      run(({ call, expectObservable, expectCommands }) => {
        const action = start(call);
        expectObservable(action, '^--!').toBe('----');
        const s = stop && command(stop.method, { control_id: action.controlId, ...stop.params });
        expectCommands().toBe(s ? 'c--s' : 'c', { c: command(method), ...(s && { s }) });
      });
    });

    it('is not stopped when it has ended', () => {
      run(({ call, relay, expectObservable, expectCommands }) => {
        relay.events('-z', { z: end });
        expectObservable(start(call).pipe(x)).toBe('-(x|)');
        expectCommands().toBe('c', { c: command(method) });
      });
    });

    it('errors when it is refused, and asks again on retry', () => {
      run(({ call, relay, expectObservable, expectCommands }) => {
        relay.answers(method, '-r', { r: refusal('400', 'no') });
        expectObservable(start(call).pipe(retry(1))).toBe('--#', {}, new RelayError('400', 'no', method));
        expectCommands().toBe('cc', { c: command(method) });
      });
    });

    it('completes when the call is gone, unless it names something else; and when the call ends', () => {
      run(({ call, relay, expectObservable }) => {
        relay.answers(method, '-r', { r: refusal('404') });
        if (method === 'calling.queue.enter') {
          expectObservable(start(call)).toBe('-#', {}, new RelayError('404', 'Refused with 404', method));
          expectObservable(call.state$).toBe('c', { c: 'created' });
        } else {
          expectObservable(start(call)).toBe('-|');
          expectObservable(call.state$).toBe('c(e|)', { c: 'created', e: 'ended' });
        }
      });
      run(({ call, relay, expectObservable }) => {
        relay.events('--E', { E: callState('ended') });
        // RELAY may finish these after the call.
        expectObservable(start(call)).toBe(endsLate.includes(method) ? '-- 10s |' : '--|');
        expectObservable(start(call), '----^').toBe('----|');
      });
    });

    it('goes on over a drop; ends with the session, and with the connection', () => {
      const over = (
        connection: string,
        then: (stream: { toBe: (marbles: string, values?: object, error?: unknown) => void }) => void,
      ) =>
        run(({ call, relay, expectObservable, expectCommands }) => {
          relay.connection(connection);
          relay.events('-------z', { z: end });
          then(expectObservable(start(call).pipe(x)));
          expectCommands().toBe('c', { c: command(method) });
        });
      over('-d-u', (stream) => stream.toBe('-------(x|)'));
      over('-d-n', (stream) => stream.toBe('---#', {}, new RelaySessionLostError()));
      over('-d-x', (stream) => stream.toBe('---#', {}, expect.any(RelayConnectionError)));
    });

    it('errors when its answer was lost with the connection, and is stopped after the resume', () => {
      run(({ call, relay, expectObservable, expectCommands }) => {
        relay.answers(method, '-');
        relay.connection('-d-u');
        const lost = expect.objectContaining({
          name: 'RelayConnectionError',
          delivery: 'unknown',
        }) as unknown;
        expectObservable(start(call)).toBe('-#', {}, lost);
        expectCommands().toBe(stop ? 'c--s' : 'c', {
          c: command(method),
          ...(stop && { s: command(stop.method) }),
        });
      });
    });

    it('holds nothing when it is over', () => {
      for (const told of ['--z', '--E', '---']) {
        run(({ call, relay, expectObservable }) => {
          relay.events(told, { z: end, E: callState('ended') });
          start(call)
            .pipe(takeUntil(timer(3)))
            .subscribe();
          const size$: Observable<unknown> = timer(5).pipe(map(() => held(call)));
          expectObservable(size$).toBe('-----(h|)', {
            h: expect.objectContaining({ operations: 0, waiting: 0, unanswered: 0 }) as unknown,
          });
        });
      }
    });
  },
);
