type SnakeCase<S> = S extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Tail>}`
  : S;

/** Options under the names that they have on the wire. */
export type WireForm<T> = { [K in keyof T as K extends Uppercase<K & string> ? K : SnakeCase<K>]: T[K] };

/** Options under this library's names, or under the wire's own. */
export type EitherForm<T> = T | WireForm<T>;
