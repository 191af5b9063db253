import { decibels } from '../protocol/options/values.js';

/** The params of a volume command. Throws a `RangeError` for a value outside −40…40 dB. */
export const volumeParams = (db: unknown): object => ({ volume: decibels(db, 'volume') });
