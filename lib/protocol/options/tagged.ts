import { invalid, mistyped } from './schema.js';

/**
 * A union of types with params. Both forms are accepted: nested (`{ type, params: { … } }`, as on the wire) and flat
 * (`{ type, … }`).
 */
export type Tagged<P> = {
  [T in keyof P]: { readonly type: T; readonly params: P[T] } | ({ readonly type: T } & P[T]);
}[keyof P];

type ReadObject = (value: unknown, path: string) => Record<string, unknown>;

/** The reader of the params of each type. */
export type Kinds<P> = { readonly [T in keyof P]: ReadObject };

/**
 * The reader of a union of types with params.
 *
 * @param what its name in errors.
 * @param kinds the reader of the params of each type.
 */
export function tagged(what: string, kinds: Kinds<Readonly<Record<string, unknown>>>): ReadObject {
  return (value, path) => {
    if (typeof value !== 'object' || value === null)
      throw mistyped(path, `must be ${what}: { type, params }`);
    const { type, ...rest } = value as { type?: unknown };
    const read = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    if (read === undefined) throw invalid(`${path}.type`, `one of ${Object.keys(kinds).join(', ')}`, type);
    const nested = 'params' in rest;
    if (nested && Object.keys(rest).length > 1) {
      throw mistyped(path, 'gives params and fields beside it; give one or the other');
    }
    return { type, params: read(nested ? rest.params : rest, nested ? `${path}.params` : path) };
  };
}
