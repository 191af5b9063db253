import { record, type Schema } from './schema.js';

/**
 * The reader of a command's options: checks them and gives the params on the wire.
 *
 * @param method the name of the method in this library, which errors begin with.
 */
export function commandReader<T extends object>(
  method: string,
  schema: Schema<T>,
): (options: T) => Record<string, unknown> {
  const read = record(schema);
  return (options) => read(options, method);
}
