import { isJsonObject } from '../../protocol/json-object.js';
/** The path to a value: keys and list indexes. */
export type Path = readonly (string | number)[];

/** Invalid input in a request or a scenario. `path` is its place. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';

  constructor(
    readonly path: Path,
    readonly problem: string,
  ) {
    super(path.length === 0 ? problem : `${pathText(path)} ${problem}`);
  }
}

/** `callers[0].script[2].press` */
export const pathText = (path: Path): string =>
  path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('');

/** Checks one value and gives it its type; throws InvalidInput. */
export type Reader<A> = (value: unknown, path: Path) => A;

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return typeof value;
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};

export const must = (what: string, value: unknown, path: Path): never => {
  throw new InvalidInput(path, value === undefined ? 'is missing' : `must be ${what}; got ${shown(value)}`);
};

export const text: Reader<string> = (value, path) =>
  typeof value === 'string' ? value : must('a text', value, path);

export const someText: Reader<string> = (value, path) =>
  typeof value === 'string' && value.trim() !== '' ? value : must('a text that is not empty', value, path);

/** A number from `least` to `most`. */
export const number =
  (least: number, most = Infinity): Reader<number> =>
  (value, path) =>
    typeof value === 'number' && value >= least && value <= most && Number.isFinite(value)
      ? value
      : must(
          most === Infinity ? `a number of at least ${least}` : `a number from ${least} to ${most}`,
          value,
          path,
        );

/** A whole number from `least`. */
export const whole =
  (least: number): Reader<number> =>
  (value, path) =>
    Number.isSafeInteger(value) && (value as number) >= least
      ? (value as number)
      : must(`a whole number of at least ${least}`, value, path);

export const exactly =
  <const A extends string | boolean>(...allowed: readonly A[]): Reader<A> =>
  (value, path) =>
    allowed.includes(value as A) ? (value as A) : must(allowed.map(shown).join(' or '), value, path);

export const flag: Reader<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : must('true or false', value, path);

export const listOf =
  <A>(reader: Reader<A>): Reader<readonly A[]> =>
  (value, path) =>
    Array.isArray(value)
      ? value.map((each: unknown, index) => reader(each, [...path, index]))
      : must('a list', value, path);

export interface Field<A> {
  readonly read: Reader<A>;
  readonly required: boolean;
}
export const required = <A>(read: Reader<A>): Field<A> => ({ read, required: true });
export const optional = <A>(read: Reader<A>): Field<A> => ({ read, required: false });

export const fieldsOf: Reader<Readonly<Record<string, unknown>>> = (value, path) =>
  isJsonObject(value) ? value : must('an object', value, path);

/** An object with only these keys. */
export const object =
  <T extends object>(fields: { readonly [K in keyof Required<T>]: Field<NonNullable<T[K]>> }): Reader<T> =>
  (value, path) => {
    const given = fieldsOf(value, path);
    const known = Object.entries<Field<unknown>>(fields);
    const stray = Object.keys(given).find((name) => !Object.hasOwn(fields, name));
    if (stray !== undefined) {
      const names = known.map(([name]) => name).join(', ');
      throw new InvalidInput(
        [...path, stray],
        names === '' ? 'is not known; there are no keys here' : `is not known; the keys are ${names}`,
      );
    }
    const read = known.flatMap(([name, field]) => {
      if (given[name] === undefined && !field.required) return [];
      return [[name, field.read(given[name], [...path, name])] as const];
    });
    return Object.fromEntries(read) as T;
  };
