import type * as t from 'io-ts';

/** The parts of a codec, as io-ts marks its own. */
type Tagged = { readonly _tag?: unknown; readonly type?: Tagged } | undefined;

/** Whether a codec adds the numbers of its members to the path of a report, where the value has none. */
function isNumbered(codec: Tagged): boolean {
  if (codec?._tag === 'RefinementType') return isNumbered(codec.type);
  return codec?._tag === 'IntersectionType' || codec?._tag === 'UnionType';
}

/** A report that the value is not undefined helps nobody. */
const isMissing = (error: t.ValidationError): boolean =>
  ['null', 'undefined'].includes(error.context.at(-1)?.type.name ?? '');

/** The keys on the way to a value, without the numbers that a union or an intersection gives its members. */
export const keysTo = (context: t.Context): readonly string[] =>
  context
    .filter(({ key }, index) => key !== '' && !isNumbered(context[index - 1]?.type as Tagged))
    .map(({ key }) => key);

/**
 * An io-ts report in one line: the path of each value, and what was expected there. The values are left out: they may
 * contain input of a caller.
 */
export function explain(errors: t.Errors): string {
  const lines = errors
    .filter((error) => !isMissing(error))
    .map(({ message, context }) => {
      if (message !== undefined) return message;
      const path = keysTo(context).join('.');
      const expected = context.at(-1)?.type.name ?? 'something else';
      return `${path === '' ? 'the value' : path} is not ${expected}`;
    });
  return [...new Set(lines)].slice(0, 5).join('; ');
}
