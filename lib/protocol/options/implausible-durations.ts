/** A duration that is plausible only in the other unit, by the option's name on the wire. */
export interface ImplausibleDuration {
  readonly name: string;
  readonly value: number;
  /** The unit of the option, and the one that the value looks like. */
  readonly unit: 'seconds' | 'milliseconds';
  readonly looksLike: 'seconds' | 'milliseconds';
}

/** Waits on the wire, in seconds: none is as long as a quarter of an hour, and all are often given in ms elsewhere. */
const SECONDS: ReadonlySet<string> = new Set([
  'digit_timeout',
  'duration',
  'end_silence_timeout',
  'initial_timeout',
  'speech_timeout',
  'timeout',
]);

/** From so many seconds on they look like ms. */
const TOO_MANY_SECONDS = 1_000;

/** Up to so many ms they look like seconds: five minutes of them. 0 is no length, but means at once. */
const TOO_FEW_MILLISECONDS = 300;

/** Where options of this library stand in a request: what a user puts elsewhere is the user's own. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'audio',
  'collect',
  'detect',
  'devices',
  'digits',
  'params',
  'play',
  'record',
  'ringback',
  'speech',
]);

/** The durations in a request's params that look like ms. */
export function implausibleSeconds(params: object, isNested = false): readonly ImplausibleDuration[] {
  return Object.entries(params).flatMap(([name, value]) => {
    // At the top it is a detector's, which may well listen for an hour.
    const isWait = SECONDS.has(name) && (isNested || name !== 'timeout');
    if (typeof value === 'number' && isWait && value >= TOO_MANY_SECONDS)
      return [{ name, value, unit: 'seconds', looksLike: 'milliseconds' } as const];
    const isContainer = Array.isArray(params) || CONTAINERS.has(name);
    return isContainer && typeof value === 'object' && value !== null
      ? implausibleSeconds(value as object, true)
      : [];
  });
}

/** A duration that this library keeps itself, where it looks like seconds. */
export const implausibleMilliseconds = (name: string, value: number): readonly ImplausibleDuration[] =>
  value > 0 && value <= TOO_FEW_MILLISECONDS
    ? [{ name, value, unit: 'milliseconds', looksLike: 'seconds' }]
    : [];
