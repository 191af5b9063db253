import { nestedReader, operation, operationReader, type OperationOptions } from './operation.js';
import { optional, record, required, type Schema } from './schema.js';
import { tagged, type Kinds, type Tagged } from './tagged.js';
import { count, flag, keys, oneOf, seconds, url } from './values.js';

/** Settings for the detection of answering machines. */
export interface MachineParams {
  /**
   * Seconds to wait for a voice.
   * @default 4.5, by RELAY
   */
  readonly initialTimeout?: number | undefined;
  /**
   * Seconds of silence that end the speech.
   * @default 1, by RELAY
   */
  readonly endSilenceTimeout?: number | undefined;
  /**
   * Seconds of silence after which a machine is ready for its message.
   * @default `endSilenceTimeout`, by RELAY
   */
  readonly machineReadyTimeout?: number | undefined;
  /**
   * Seconds of continuous speech that indicate a machine.
   * @default 1.25, by RELAY
   */
  readonly machineVoiceThreshold?: number | undefined;
  /**
   * The number of words that indicates a machine: at least 1.
   * @default 6, by RELAY
   */
  readonly machineWordsThreshold?: number | undefined;
  /**
   * Whether RELAY sends `NOT_READY` when a greeting continues after `READY`.
   * @default `false`, by RELAY
   */
  readonly detectInterruptions?: boolean | undefined;
  /**
   * Whether RELAY waits for the end of a greeting and sends `READY`.
   * @default `true`, by RELAY
   */
  readonly detectMessageEnd?: boolean | undefined;
}

/** Settings for the detection of fax tones. */
export interface FaxToneParams {
  /**
   * The tone of a fax that answers (`CED`) or that calls (`CNG`), in upper or lower case.
   * @default `CED`, by RELAY
   */
  readonly tone?: 'CED' | 'CNG' | 'ced' | 'cng' | undefined;
}

/** Settings for the detection of digits. */
export interface DigitParams {
  /**
   * The keys to detect.
   * @default `0123456789#*`, by RELAY
   */
  readonly digits?: string | undefined;
}

interface Detectors {
  readonly machine: MachineParams;
  readonly fax: FaxToneParams;
  readonly digit: DigitParams;
}

/**
 * The target of a detector: `{ type: 'machine', params: { … } }`, `fax` or `digit`. The params may also be beside the
 * type.
 */
export type Detector = Tagged<Detectors>;

/** Options of every detector. */
export interface DetectorOptions extends OperationOptions {
  /**
   * Seconds after which the detector ends.
   * @default 30, by RELAY
   */
  readonly timeout?: number | undefined;
  /** URL to which RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

/**
 * Options of `call.detect`: `calling.detect`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/detect
 */
export interface DetectOptions extends DetectorOptions {
  /** The target, with its settings. */
  readonly detect: Detector;
}

/**
 * Options of `call.detectAnsweringMachine`: `calling.detect`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/detect-answering-machine
 */
export interface DetectAnsweringMachineOptions extends DetectorOptions, MachineParams {}

/**
 * Options of `call.detectFax`: `calling.detect`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/detect-fax
 */
export interface DetectFaxOptions extends DetectorOptions, FaxToneParams {}

/**
 * Options of `call.detectDigit`: `calling.detect`.
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
