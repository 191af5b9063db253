const KIND = Symbol.for('relay-rx.kind');

/**
 * Marks a class with a name that is the same in every copy of this library. A program may load several copies; then
 * each class exists several times, and a plain `instanceof` fails across them.
 */
export function markKind(prototype: object, kind: string): void {
  Object.defineProperty(prototype, KIND, { value: kind });
}

/** Whether `value`, or a class it descends from, was marked with `kind` by any copy of this library. */
export function isKind(value: unknown, kind: string): boolean {
  let link: unknown = value;
  while (typeof link === 'object' && link !== null) {
    if (Object.hasOwn(link, KIND) && (link as { [KIND]?: unknown })[KIND] === kind) return true;
    link = Object.getPrototypeOf(link);
  }
  return false;
}
