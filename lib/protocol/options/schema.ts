import { inspect } from 'node:util';
import { snakeCase } from '../snake-case.js';
import { noteWireName } from './wire-names.js';

/** Checks one value and gives what goes on the wire for it; throws, naming `path`, when it is not allowed. */
export type Read = (value: unknown, path: string) => unknown;

/** One option: its name on the wire, and what it may be. */
export interface Field {
  readonly wire: string | undefined;
  readonly read: Read;
  readonly required: boolean;
}

/**
 * The options of `T`, each under its camelCase name. The wire's name is derived from that unless it differs, and
 * only names that stand in a schema are ever translated: what belongs to the user (headers, custom parameters)
 * goes through as it is.
 */
export type Schema<T> = { readonly [K in keyof Required<T>]: Field };

/** The name of an option on the wire. */
export const wireName = (name: string, { wire }: Field): string => wire ?? snakeCase(name);

/** An option that may be left out. `wire` is its name on the wire, when that is not its own in snake_case. */
export const optional = (read: Read, wire?: string): Field => ({ wire, read, required: false });

/** An option that must be there. */
export const required = (read: Read, wire?: string): Field => ({ wire, read, required: true });

/** An error of the user's, thrown before anything is sent. */
export function invalid(path: string, expected: string, value: unknown): RangeError {
  return Object.assign(new RangeError(`${path} must be ${expected}; got ${show(value)}`), {
    code: 'ERR_RELAY_OPTION',
  });
}

/** As `invalid`, where not the value but the kind of value is wrong. */
export function mistyped(path: string, message: string): TypeError {
  return Object.assign(new TypeError(`${path} ${message}`), { code: 'ERR_RELAY_OPTION' });
}

const show = (value: unknown): string =>
  inspect(value, { depth: 1, breakLength: Infinity, maxStringLength: 80 });

/** Reads what people also call an option by the option's own name. */
export const withAliases =
  <R>(aliases: Readonly<Record<string, string>>, read: (value: unknown, path: string) => R) =>
  (value: unknown, path: string): R => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return read(value, path);
    const given = Object.entries(value).filter(([, option]) => option !== undefined);
    const names = new Set(given.map(([name]) => name));
    const renamed = given.map(([key, option]): [string, unknown] => {
      const name = aliases[key];
      if (name === undefined) return [key, option];
      if (names.has(name)) throw mistyped(`${path}.${name}`, `is given twice, also as ${key}`);
      return [name, option];
    });
    return read(Object.fromEntries(renamed), path);
  };

/** An object of known options, by their camelCase or their wire names. */
export function record<T extends object>(
  schema: Schema<T>,
): (value: unknown, path: string) => Record<string, unknown> {
  const fields = Object.entries<Field>(schema).map(([name, field]) => ({
    ...field,
    name,
    wire: wireName(name, field),
  }));
  const byName = new Map(
    fields.flatMap((field) => [[field.name, field] as const, [field.wire, field] as const]),
  );
  const names = fields.map((field) => field.name).join(', ');
  const known = names === '' ? 'there are none' : `the options are ${names}`;

  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw mistyped(path, `must be an object; got ${show(value)}`);
    }
    const wire: Record<string, unknown> = {};
    for (const [key, given] of Object.entries(value)) {
      if (given === undefined) continue;
      const field = byName.get(key);
      if (field === undefined) throw mistyped(`${path}.${key}`, `is not an option; ${known}`);
      if (field.wire in wire)
        throw mistyped(`${path}.${field.name}`, `is given twice, as ${field.name} and ${field.wire}`);
      if (key !== field.name)
        noteWireName({ path: `${path}.${field.name}`, wire: field.wire, name: field.name });
      wire[field.wire] = field.read(given, `${path}.${field.name}`);
    }
    for (const field of fields) {
      if (field.required && !(field.wire in wire)) throw mistyped(`${path}.${field.name}`, 'is required');
    }
    return wire;
  };
}
