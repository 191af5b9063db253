import { nestedReader, operation, operationReader, type OperationOptions } from './operation.js';
import { optional, record, required, type Schema } from './schema.js';
import { tagged, type Kinds, type Tagged } from './tagged.js';
import { count, flag, keys, oneOf, seconds, url } from './values.js';

/** How a person is distinguished from an answering machine. */
export interface MachineParams {
  /**
   * Seconds to wait for a voice.
   * @default 4.5, by RELAY
   */
  readonly initialTimeout?: number | undefined;
  /**
   * Seconds of silence after which a voice has ended.
   * @default 1, by RELAY
   */
  readonly endSilenceTimeout?: number | undefined;
  /**
   * Seconds of silence after which a machine is ready for its message.
   * @default `endSilenceTimeout`, by RELAY
   */
  readonly machineReadyTimeout?: number | undefined;
  /**
   * Seconds of voice from which it is a machine.
   * @default 1.25, by RELAY
   */
  readonly machineVoiceThreshold?: number | undefined;
  /**
   * Words from which it is a machine: at least 1.
   * @default 6, by RELAY
   */
  readonly machineWordsThreshold?: number | undefined;
  /**
   * Whether `NOT_READY` is reported when a greeting continues after `READY`.
   * @default `false`, by RELAY
   */
  readonly detectInterruptions?: boolean | undefined;
  /**
   * Whether to wait for the end of a greeting, and tell `READY`.
   * @default `true`, by RELAY
   */
  readonly detectMessageEnd?: boolean | undefined;
}

/** Which fax tone is listened for. */
export interface FaxToneParams {
  /** That of a fax that answers (`CED`, RELAY's default) or that calls (`CNG`); in lower case too. */
  readonly tone?: 'CED' | 'CNG' | 'ced' | 'cng' | undefined;
}

/** Which keys are listened for. */
export interface DigitParams {
  /**
   * The keys that are listened for.
   * @default `0123456789#*`, by RELAY
   */
  readonly digits?: string | undefined;
}

interface Detectors {
  readonly machine: MachineParams;
  readonly fax: FaxToneParams;
  readonly digit: DigitParams;
}

/** The detector's target: `{ type: 'machine', params: { … } }`, `fax` or `digit`; the params may stand beside the type. */
export type Detector = Tagged<Detectors>;

/** Options of every detector. */
export interface DetectorOptions extends OperationOptions {
  /**
   * Seconds after which it ends by itself.
   * @default 30, by RELAY
   */
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
  /** The detector's target, with its options. */
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
