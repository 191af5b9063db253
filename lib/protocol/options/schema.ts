import { inspect } from 'node:util';
import { snakeCase } from '../snake-case.js';
import { noteWireName } from './wire-names.js';

/**
 * Checks a value and gives its form on the wire. Throws an error that begins with `path` if the value is not allowed.
 */
export type Read = (value: unknown, path: string) => unknown;

/** An option: its name on the wire, its reader, and whether it is required. */
export interface Field {
  readonly wire: string | undefined;
  readonly read: Read;
  readonly required: boolean;
}

/**
 * The options of `T` by camelCase name. The name on the wire is derived from it by default. Only names in a schema are
 * translated: data of the user (headers, custom parameters) is sent as it is.
 */
export type Schema<T> = { readonly [K in keyof Required<T>]: Field };

/** The name of an option on the wire. */
export const wireName = (name: string, { wire }: Field): string => wire ?? snakeCase(name);

/** An optional option. `wire` is its name on the wire, if that is not its name in snake_case. */
export const optional = (read: Read, wire?: string): Field => ({ wire, read, required: false });

/** A required option. */
export const required = (read: Read, wire?: string): Field => ({ wire, read, required: true });

/** The error for a value that is not allowed. It is thrown before anything is sent. */
export function invalid(path: string, expected: string, value: unknown): RangeError {
  return Object.assign(new RangeError(`${path} must be ${expected}; got ${show(value)}`), {
    code: 'ERR_RELAY_OPTION',
  });
}

/** The error for a value of the wrong type, or for options that do not fit together. */
export function mistyped(path: string, message: string): TypeError {
  return Object.assign(new TypeError(`${path} ${message}`), { code: 'ERR_RELAY_OPTION' });
}

const show = (value: unknown): string =>
  inspect(value, { depth: 1, breakLength: Infinity, maxStringLength: 80 });

/** A reader that accepts other names for options. */
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

/** The reader of an object of options, by their camelCase or wire names. */
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
    for (const key of Object.keys(value)) {
      const given = (value as Readonly<Record<string, unknown>>)[key];
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
