import { Subscription, timer } from 'rxjs';
import type { Faults } from '../../../simulator/engine/faults.js';
import { HttpError } from './http.js';
import {
  InvalidInput,
  exactly,
  fieldsOf,
  flag,
  listOf,
  must,
  number,
  object,
  optional,
  someText,
  text,
  whole,
  type Reader,
} from '../read.js';

const protocol = optional(someText);
const times = optional(whole(1));
const code: Reader<string | number> = (value, path) =>
  Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d+$/.test(value))
    ? (value as string | number)
    : must('a code, such as 500 or -32002', value, path);

/** The longest delay of a Node timer, in ms. */
const LONGEST = 2 ** 31 - 1;

/** Runs one fault. */
type Fault = (faults: Faults, body: unknown, stalls: Stalls) => void;

/** A fault with its own options. */
const fault =
  <T extends object>(
    fields: Parameters<typeof object<T>>[0],
    run: (faults: Faults, options: T, stalls: Stalls) => void,
  ): Fault =>
  (faults, body, stalls) => {
    const { fault: _, ...options } = fieldsOf(body, []);
    run(faults, object<T>(fields)(options, []), stalls);
  };

const FAULTS: Readonly<Record<string, Fault>> = {
  drop: fault<{ protocol?: string }>({ protocol }, (faults, options) => faults.drop(options)),
  disconnect: fault<{ protocol?: string; restart?: boolean }>(
    { protocol, restart: optional(flag) },
    (faults, options) => faults.disconnect(options),
  ),
  stall: fault<{ protocol?: string; for?: number }>(
    { protocol, for: optional(number(0, LONGEST)) },
    (faults, { for: ms, ...target }, stalls) => stalls.add(faults.stall(target), ms),
  ),
  halfOpen: fault<{ protocol?: string }>({ protocol }, (faults, options) => faults.halfOpen(options)),
  overtake: fault<{ method?: string; event?: string; times?: number }>(
    { method: optional(someText), event: optional(someText), times },
    (faults, options) => faults.overtake(options),
  ),
  repeat: fault<{ events?: number }>({ events: optional(whole(1)) }, (faults, { events }) =>
    faults.repeat(events),
  ),
  refuse: fault<{ method?: string; code?: string | number; message?: string; times?: number }>(
    { method: optional(someText), code: optional(code), message: optional(text), times },
    (faults, { method = '*', code = 500, message, times }) => faults.refuse(method, code, message, times),
  ),
  ignore: fault<{ method?: string; times?: number }>(
    { method: optional(someText), times },
    (faults, { method = '*', times }) => faults.ignore(method, times),
  ),
  garble: fault<{ protocol?: string; frames?: readonly string[] }>(
    { protocol, frames: optional(listOf(text)) },
    (faults, options) => faults.garble(options),
  ),
  restart: fault<{ resume?: 'refused' | 'new session' }>(
    { resume: optional(exactly('refused', 'new session')) },
    (faults, options) => faults.restart(options),
  ),
};

/** The stalls in progress, each with a limited duration. */
export class Stalls {
  #stalled = new Subscription();

  add(stall: Subscription, ms: number | undefined): void {
    this.#stalled.add(stall);
    if (ms !== undefined) this.#stalled.add(timer(ms).subscribe(() => stall.unsubscribe()));
  }

  release(): void {
    this.#stalled.unsubscribe();
    this.#stalled = new Subscription();
  }
}

export interface FaultStage {
  readonly faults: Faults;
  readonly stalls: Stalls;
  /** The protocol of a session by its name in the journal; undefined if it is unknown. */
  readonly protocolOf: (session: string) => string | undefined;
}

/**
 * Runs the fault in the body of a request.
 *
 * @throws {HttpError} 404 for an unknown session
 */
export function runFault(body: unknown, { faults, stalls, protocolOf }: FaultStage): void {
  const { fault: name, protocol: session } = fieldsOf(body, []);
  const run = typeof name === 'string' && Object.hasOwn(FAULTS, name) ? FAULTS[name] : undefined;
  const names = Object.keys(FAULTS).join(', ');
  if (run === undefined)
    throw new InvalidInput(
      ['fault'],
      name === undefined
        ? `is missing: it is one of ${names}`
        : `must be one of ${names}; got ${JSON.stringify(name)}`,
    );
  if (typeof session !== 'string') return run(faults, body, stalls);
  const protocol = protocolOf(session);
  if (protocol === undefined)
    throw new HttpError(404, `There is no session ${session}: GET /_relay/frames names those there are`);
  run(faults, { ...fieldsOf(body, []), protocol }, stalls);
}
