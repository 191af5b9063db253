import type * as t from 'io-ts';

/**
 * One line for an io-ts report: where each value stood and what was expected there. The values themselves are
 * left out, since a frame may carry what a caller typed.
 */
export function explain(errors: t.Errors): string {
  const lines = errors.map((error) => {
    if (error.message !== undefined) return error.message;
    const path = error.context
      .map((entry) => entry.key)
      .filter((key) => key !== '')
      .join('.');
    const expected = error.context.at(-1)?.type.name ?? 'something else';
    return `${path === '' ? 'the value' : path} is not ${expected}`;
  });
  return [...new Set(lines)].slice(0, 5).join('; ');
}
