import type { Context, Decoder, ValidationError } from 'io-ts';
import { isLeft } from 'fp-ts/lib/Either.js';

import { keysTo } from '../../protocol/explain.js';

export type Decoded<A> =
  { readonly kind: 'valid'; readonly value: A } | { readonly kind: 'invalid'; readonly why: string };

const pathOf = (context: Context): string =>
  keysTo(context).reduce(
    (path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : path ? `${path}.${key}` : key),
    '',
  );

const explain = ({ context, message }: ValidationError): string => {
  const last = context.at(-1);
  const path = pathOf(context) || 'params';
  if (message !== undefined) return `${path}: ${message}`;
  const expected = last?.type.name ?? 'something else';
  return last?.actual === undefined
    ? `${path} is missing: it is ${expected}`
    : `${path} is ${expected}, not ${JSON.stringify(last.actual)}`;
};

/** The value, or one sentence that names the first parameter that is wrong. */
export const decode = <A>(codec: Decoder<unknown, A>, input: unknown): Decoded<A> => {
  const decoded = codec.decode(input);
  if (!isLeft(decoded)) return { kind: 'valid', value: decoded.right };
  const [first] = decoded.left;
  return { kind: 'invalid', why: first === undefined ? 'params are not valid' : explain(first) };
};
