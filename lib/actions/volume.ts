import { decibels } from '../protocol/options/values.js';

/** The params of a volume command. Throws a `RangeError` for what is no volume. */
export const volumeParams = (db: unknown): object => ({ volume: decibels(db, 'volume') });
