import { nestedReader, operation, operationReader, type OperationOptions } from './operation.js';
import { optional, record, required, type Schema } from './schema.js';
import { tagged, type Kinds, type Tagged } from './tagged.js';
import { count, flag, keys, oneOf, seconds, url } from './values.js';

/** How a person is told from an answering machine. */
export interface MachineParams {
  /** Seconds to wait for a voice. RELAY's default is 4.5. */
  readonly initialTimeout?: number | undefined;
  /** Seconds of silence after which a voice has ended. RELAY's default is 1. */
  readonly endSilenceTimeout?: number | undefined;
  /** Seconds of silence after which a machine is ready for its message. RELAY's default is `endSilenceTimeout`. */
  readonly machineReadyTimeout?: number | undefined;
  /** Seconds of voice from which it is a machine. RELAY's default is 1.25. */
  readonly machineVoiceThreshold?: number | undefined;
  /** Words from which it is a machine: at least 1. RELAY's default is 6. */
  readonly machineWordsThreshold?: number | undefined;
  /** Whether `NOT_READY` is told when a greeting goes on after `READY`. RELAY's default is `false`. */
  readonly detectInterruptions?: boolean | undefined;
  /** Whether to wait for the end of a greeting, and tell `READY`. RELAY's default is `true`. */
  readonly detectMessageEnd?: boolean | undefined;
}

/** Which fax tone is listened for. */
export interface FaxToneParams {
  /** That of a fax that answers (`CED`, RELAY's default) or that calls (`CNG`); in lower case too. */
  readonly tone?: 'CED' | 'CNG' | 'ced' | 'cng' | undefined;
}

/** Which keys are listened for. */
export interface DigitParams {
  /** RELAY's default is `0123456789#*`. */
  readonly digits?: string | undefined;
}

interface Detectors {
  readonly machine: MachineParams;
  readonly fax: FaxToneParams;
  readonly digit: DigitParams;
}

/** What is listened for: `{ type: 'machine', params: { … } }`, `fax` or `digit`; the params may stand beside the type. */
export type Detector = Tagged<Detectors>;

/** What every detector takes. */
export interface DetectorOptions extends OperationOptions {
  /** Seconds after which it ends by itself. RELAY's default is 30. */
  readonly timeout?: number | undefined;
  /** Where RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

/**
 * `calling.detect`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/detect
 */
export interface DetectOptions extends DetectorOptions {
  readonly detect: Detector;
}

/**
 * `calling.detect` of an answering machine.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/detect-answering-machine
 */
export interface DetectAnsweringMachineOptions extends DetectorOptions, MachineParams {}

/**
 * `calling.detect` of a fax.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/detect-fax
 */
export interface DetectFaxOptions extends DetectorOptions, FaxToneParams {}

/**
 * `calling.detect` of keys.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/detect-digit
 */
export interface DetectDigitOptions extends DetectorOptions, DigitParams {}

const machine: Schema<MachineParams> = {
  initialTimeout: optional(seconds),
  endSilenceTimeout: optional(seconds),
  machineReadyTimeout: optional(seconds),
  machineVoiceThreshold: optional(seconds),
  machineWordsThreshold: optional(count(1)),
  detectInterruptions: optional(flag),
  detectMessageEnd: optional(flag),
};
const fax: Schema<FaxToneParams> = { tone: optional(oneOf('CED', 'CNG', 'ced', 'cng')) };
const digit: Schema<DigitParams> = { digits: optional(keys) };

const detector: Schema<DetectorOptions> = {
  ...operation,
  timeout: optional(seconds),
  statusUrl: optional(url),
};

export const detectSchema: Schema<DetectOptions> = {
  ...detector,
  detect: required(
    tagged('a detector', {
      machine: record(machine),
      fax: record(fax),
      digit: record(digit),
    } satisfies Kinds<Detectors>),
  ),
};

const of =
  (type: keyof Detectors) =>
  (params: Record<string, unknown>): Record<string, unknown> => ({ detect: { type, params } });

export const readDetect = operationReader<DetectOptions>('detect', detectSchema);
export const readDetectAnsweringMachine = nestedReader(
  'detectAnsweringMachine',
  machine,
  detector,
  of('machine'),
);
export const readDetectFax = nestedReader('detectFax', fax, detector, of('fax'));
export const readDetectDigit = nestedReader('detectDigit', digit, detector, of('digit'));
