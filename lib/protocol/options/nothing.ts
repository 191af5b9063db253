import { commandReader } from './command.js';
import { required, type Schema } from './schema.js';
import { decibels } from './values.js';

/** The options of a method without options. */
export type NoOptions = Readonly<Record<string, never>>;

export const noSchema: Schema<NoOptions> = {};
export const readNothing = commandReader<NoOptions>('the method', noSchema);

/** The options of a volume command. */
export interface VolumeOptions {
  /** The volume in dB, −40 to 40. */
  readonly volume: number;
}

export const volumeSchema: Schema<VolumeOptions> = { volume: required(decibels) };
export const readVolume = commandReader<VolumeOptions>('volume', volumeSchema);
