/**
 * The discriminant of events of other types. It exists in types only; at run time it is RELAY's string. It is an enum
 * because only a literal type lets a comparison with a known value narrow a union.
 */
export declare enum Other {
  Unlisted = '(unlisted)',
}

/** Types a discriminant that is none of the known ones. */
export const other = (type: string): Other => type as Other;

/** A string, usually one of `T`, which editors suggest; RELAY may add others. */
export type Open<T extends string> = T | (string & NonNullable<unknown>);
