import type { EitherForm } from './forms.js';
import { invalid, mistyped } from './schema.js';

/**
 * One of several kinds of thing, each with params of its own. Either form is accepted: nested
 * (`{ type, params: { … } }`, which is what goes on the wire) and flat (`{ type, … }`).
 */
export type Tagged<P> = {
  [T in keyof P]:
    { readonly type: T; readonly params: EitherForm<P[T]> } | ({ readonly type: T } & EitherForm<P[T]>);
}[keyof P];

/**
 * The reader of a thing of one of several kinds.
 *
 * @param what what errors call it.
 * @param kinds the reader of each kind's params.
 */
export function tagged<P>(
  what: string,
  kinds: { readonly [T in keyof P]: (value: unknown, path: string) => Record<string, unknown> },
): (value: unknown, path: string) => Record<string, unknown> {
  const isKind = (type: unknown): type is keyof P & string =>
    typeof type === 'string' && Object.hasOwn(kinds, type);

  return (value, path) => {
    if (typeof value !== 'object' || value === null)
      throw mistyped(path, `must be ${what}: { type, params }`);
    const { type, ...rest } = value as { type?: unknown };
    if (!isKind(type)) throw invalid(`${path}.type`, `one of ${Object.keys(kinds).join(', ')}`, type);
    const nested = 'params' in rest;
    if (nested && Object.keys(rest).length > 1) {
      throw mistyped(path, 'gives params and fields beside it; give one or the other');
    }
    return { type, params: kinds[type](nested ? rest.params : rest, nested ? `${path}.params` : path) };
  };
}
