/**
 * A discriminant that is none of the known ones. It exists in types alone, and is an enum there because only a
 * literal type lets a comparison with a known value narrow a union; at run time it is RELAY's own string.
 */
export declare enum Other {
  Unlisted = '(unlisted)',
}

/** A discriminant that was compared with all the known ones, and is none of them. */
export const other = (type: string): Other => type as Other;

/** A string that is usually one of `T`, which editors then suggest; RELAY may add to them. */
export type Open<T extends string> = T | (string & NonNullable<unknown>);
