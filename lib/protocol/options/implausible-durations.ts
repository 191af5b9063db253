/** A duration that is plausible only in the other unit, by the option's name on the wire. */
export interface ImplausibleDuration {
  readonly name: string;
  readonly value: number;
  /** The unit of the option, and the one that the value looks like. */
  readonly unit: 'seconds' | 'milliseconds';
  readonly looksLike: 'seconds' | 'milliseconds';
}

/** Options in seconds that are never as long as a quarter of an hour, and that other APIs often take in ms. */
const SECONDS: ReadonlySet<string> = new Set([
  'digit_timeout',
  'duration',
  'end_silence_timeout',
  'initial_timeout',
  'machine_ready_timeout',
  'machine_voice_threshold',
  'speech_timeout',
  'timeout',
]);

/** From this number of seconds, they look like ms. */
const TOO_MANY_SECONDS = 1_000;

/** The limit for a `timeout` at the top level, which is that of a detector or an echo and may well be an hour. */
const TOO_MANY_SECONDS_AT_THE_TOP = 10_000;

/** Up to this number of ms, durations look like seconds (five minutes). 0 means at once. */
const TOO_FEW_MILLISECONDS = 300;

/** The objects of a request that contain options of this library. Others contain data of the user. */
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

const NONE: readonly ImplausibleDuration[] = [];

/** The durations in the params of a request that look like ms. */
export function implausibleSeconds(params: object, isNested = false): readonly ImplausibleDuration[] {
  let found = NONE;
  const isList = Array.isArray(params);
  for (const name of Object.keys(params)) {
    const value = (params as Readonly<Record<string, unknown>>)[name];
    if (typeof value === 'number') {
      const tooMany = !isNested && name === 'timeout' ? TOO_MANY_SECONDS_AT_THE_TOP : TOO_MANY_SECONDS;
      if (value >= tooMany && SECONDS.has(name))
        found = [...found, { name, value, unit: 'seconds', looksLike: 'milliseconds' }];
    } else if (typeof value === 'object' && value !== null && (isList || CONTAINERS.has(name))) {
      const nested = implausibleSeconds(value, true);
      if (nested.length > 0) found = [...found, ...nested];
    }
  }
  return found;
}

/** A duration in ms, if it looks like seconds. */
export const implausibleMilliseconds = (name: string, value: number): readonly ImplausibleDuration[] =>
  value > 0 && value <= TOO_FEW_MILLISECONDS
    ? [{ name, value, unit: 'milliseconds', looksLike: 'seconds' }]
    : [];
