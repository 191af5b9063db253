import { isJsonObject } from '../../protocol/json-object.js';

/** The types of each field, or its values for the fields in `WORDS`. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>;

/** Fields whose values are RELAY's own words, without personal data. */
const WORDS = new Set([
  'state',
  'call_state',
  'dial_state',
  'connect_state',
  'direction',
  'end_reason',
  'reason',
  'code',
  'type',
  'status',
  'event',
  'format',
]);

const isWord = (value: string): boolean => /^[A-Za-z_-]{1,24}$|^\d{3}$/.test(value);

const leafOf = (field: string, value: unknown): string => {
  if (value === null) return 'null';
  if (typeof value === 'string' && WORDS.has(field) && isWord(value)) return `"${value}"`;
  return typeof value;
};

const walk = (
  value: unknown,
  path: string,
  field: string,
  note: (path: string, leaf: string) => void,
): void => {
  if (Array.isArray(value)) {
    note(path, 'list');
    for (const item of value) walk(item, `${path}[]`, field, note);
  } else if (isJsonObject(value)) {
    for (const [name, inner] of Object.entries(value))
      walk(inner, path === '' ? name : `${path}.${name}`, name, note);
  } else note(path, leafOf(field, value));
};

/** The combined shape of several objects. The only values in it are RELAY's own words. */
export const shapeOf = (objects: readonly unknown[]): Shape => {
  const shape = new Map<string, Set<string>>();
  for (const object of objects)
    walk(object, '', '', (path, leaf) => {
      const leaves = shape.get(path) ?? new Set();
      shape.set(path, leaves.add(leaf));
    });
  return shape;
};
