import type { Place } from './fields.js';

/** Callbacks of `walk`. */
export interface Visitor {
  /** Returns the replacement of a value; without one, its contents are visited. */
  readonly value: (value: unknown, place: Place) => { readonly replaced: unknown } | undefined;
  readonly name: (name: string) => string;
}

/** A copy of `value` with the visitor's replacements. Lists add no name to the path. */
export function walk(value: unknown, context: string, visitor: Visitor): unknown {
  const into = (inner: unknown, path: readonly string[], parent: Place['parent']): unknown => {
    const seen = visitor.value(inner, { context, path, parent });
    if (seen !== undefined) return seen.replaced;
    if (Array.isArray(inner)) return inner.map((each: unknown) => into(each, path, parent));
    if (typeof inner !== 'object' || inner === null) return inner;
    const object = inner as Place['parent'];
    return Object.fromEntries(
      Object.entries(object).map(([name, each]) => [visitor.name(name), into(each, [...path, name], object)]),
    );
  };
  return into(value, [], {});
}
