import * as t from 'io-ts';
import { snakeCase } from '../snake-case.js';
import { maybe } from './event.js';
import type { Open } from './open.js';

/** A field of an event: its codec on the wire, and its conversions. */
export interface Field<A> {
  readonly wire: t.Mixed;
  readonly read: (value: unknown) => A;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type ValueOf<F> = F extends Field<infer A> ? A : never;

/** The types of fields as read: the needed ones, and the others, which may be undefined. */
export type FieldsOf<N extends Fields, O extends Fields> = {
  readonly [K in keyof N]: ValueOf<N[K]>;
} & { readonly [K in keyof O]: ValueOf<O[K]> | undefined };

/** Fields of one object, for reading and writing. */
export interface FieldSet<F> {
  readonly wire: t.Type<object>;
  readonly read: (params: object) => F;
  readonly write: (fields: F) => Record<string, unknown>;
}

/**
 * A list of texts. Only the first item that is no text is reported: io-ts reports each, which for a hostile frame of 4
 * MB took ten seconds and a gigabyte.
 */
function textList(): t.Type<string[]> {
  const isText = (value: unknown): value is string => typeof value === 'string';
  const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
  return new t.Type(
    'Array<string>',
    isTexts,
    (value, context) => {
      if (isTexts(value)) return t.success(value);
      if (!Array.isArray(value)) return t.failure(value, context);
      const index = value.findIndex((each) => !isText(each));
      return t.failure(value, t.appendContext(context, String(index), t.string, value[index]));
    },
    t.identity,
  );
}

const asItStands = <A>(wire: t.Mixed): Field<A> => ({ wire, read: (value) => value as A });

export const text = asItStands<string>(t.string);
export const flag = asItStands<boolean>(t.boolean);
export const texts = asItStands<readonly string[]>(textList());
/** An object, unread. */
export const object = asItStands<Readonly<Record<string, unknown>>>(t.UnknownRecord);

/** A text that is usually one of `T`. */
export const open = <T extends string>(): Field<Open<T>> => asItStands(t.string);

/** A number. Some servers write it as text; a text that is no number is read as undefined. */
export const number: Field<number | undefined> = {
  wire: t.union([t.number, t.string], 'number'),
  read: (value) => {
    const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
  },
};

/** A code as text; some servers write it as a number. */
export const code: Field<string> = { wire: t.union([t.string, t.number], 'string'), read: String };

/**
 * Fields by their names in this library; on the wire each name is in snake_case. The needed ones are required; the
 * others may be missing or null.
 */
export function fieldSet<N extends Fields, O extends Fields>(needed: N, others: O): FieldSet<FieldsOf<N, O>> {
  const table = Object.entries<Field<unknown>>({ ...needed, ...others }).map(([name, field]) => ({
    name,
    wire: snakeCase(name),
    read: field.read,
  }));
  const props = (fields: Fields, codec: (wire: t.Mixed) => t.Mixed): t.Props =>
    Object.fromEntries(Object.entries(fields).map(([name, { wire }]) => [snakeCase(name), codec(wire)]));

  return {
    wire: t.intersection([t.type(props(needed, (wire) => wire)), t.partial(props(others, maybe))]),
    read: (params) => {
      const given = params as Readonly<Record<string, unknown>>;
      const fields: Record<string, unknown> = {};
      for (const { name, wire, read } of table) {
        const sent = given[wire];
        fields[name] = sent === undefined || sent === null ? undefined : read(sent);
      }
      return fields as FieldsOf<N, O>;
    },
    write: (fields) => {
      const given = fields as Readonly<Record<string, unknown>>;
      return Object.fromEntries(table.map(({ name, wire }) => [wire, given[name]]));
    },
  };
}
