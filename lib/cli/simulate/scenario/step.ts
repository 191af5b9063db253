import {
  InvalidInput,
  exactly,
  fieldsOf,
  must,
  number,
  object,
  optional,
  required,
  someText,
  text,
  type Path,
  type Reader,
} from '../read.js';

/** The text that a caller waits to hear: a part, the whole text, or a similar text. */
export type Phrase =
  string | { readonly exactly: string } | { readonly like: string; readonly similarity?: number };

/** The time limits of a step, in ms: beyond `warnAfter` is a warning, beyond `within` a failure. */
export interface Patience {
  readonly within?: number;
  readonly warnAfter?: number;
}

/** An action or an expectation of a caller. Times are in milliseconds. */
export type Step =
  | ({ readonly hear: Phrase } & Patience)
  | { readonly press: string; readonly gap?: number }
  | { readonly say: string; readonly confidence?: number }
  | { readonly mumble: true }
  | { readonly wait: number }
  | { readonly hangUp: true }
  | ({ readonly transferredTo: string } & Patience)
  | ({ readonly ended: true | string } & Patience);

/** The default of the least similarity; 1 is equal. */
export const SIMILARITY = 0.8;

const KEYS = /^[\d*#A-D]+$/i;
const keys: Reader<string> = (value, path) =>
  typeof value === 'string' && KEYS.test(value)
    ? value
    : must('a text of the keys 0-9, *, # and A-D, in quotation marks', value, path);

const phrase: Reader<Phrase> = (value, path) => {
  if (typeof value === 'string') return someText(value, path);
  if (typeof value !== 'object' || value === null)
    return must('a text, { exactly } or { like, similarity }', value, path);
  return 'exactly' in value
    ? object<{ exactly: string }>({ exactly: required(someText) })(value, path)
    : object<{ like: string; similarity?: number }>({
        like: required(someText),
        similarity: optional(number(0, 1)),
      })(value, path);
};

const PATIENCE = { within: optional(number(0)), warnAfter: optional(number(0)) };

const patient =
  <T extends Patience>(reader: Reader<T>): Reader<T> =>
  (value, path) => {
    const step = reader(value, path);
    if (step.within !== undefined && step.warnAfter !== undefined && step.warnAfter >= step.within)
      throw new InvalidInput(
        [...path, 'warnAfter'],
        `must be less than within, ${step.within} ms; got ${step.warnAfter}`,
      );
    return step;
  };

const yes = required(exactly(true));
const orReason: Reader<true | string> = (value, path) =>
  value === true || typeof value === 'string'
    ? value
    : must('true, or the reason that it ends with', value, path);

const READERS: Readonly<Record<string, Reader<Step>>> = {
  hear: patient(object<Extract<Step, { hear: unknown }>>({ hear: required(phrase), ...PATIENCE })),
  press: object<Extract<Step, { press: unknown }>>({ press: required(keys), gap: optional(number(0)) }),
  say: object<Extract<Step, { say: unknown }>>({
    say: required(someText),
    confidence: optional(number(0, 100)),
  }),
  mumble: object<{ mumble: true }>({ mumble: yes }),
  wait: object<{ wait: number }>({ wait: required(number(0)) }),
  hangUp: object<{ hangUp: true }>({ hangUp: yes }),
  transferredTo: patient(
    object<Extract<Step, { transferredTo: unknown }>>({ transferredTo: required(text), ...PATIENCE }),
  ),
  ended: patient(object<Extract<Step, { ended: unknown }>>({ ended: required(orReason), ...PATIENCE })),
};
const VERBS = Object.keys(READERS);

/** Reads one step. */
export const readStep: Reader<Step> = (value, path) => {
  const given = Object.keys(fieldsOf(value, path));
  const verbs = given.filter((name) => VERBS.includes(name));
  const [verb] = verbs;
  if (verb === undefined) throw unknownStep(given, path);
  if (verbs.length > 1)
    throw new InvalidInput(path, `does two things, ${verbs.join(' and ')}: each is a step of its own`);
  // The name was checked above.
  return (READERS[verb] as Reader<Step>)(value, path);
};

const unknownStep = ([first]: readonly string[], path: Path): InvalidInput =>
  first === undefined
    ? new InvalidInput(path, `is empty: a step is one of ${VERBS.join(', ')}`)
    : new InvalidInput([...path, first], `is no step; a step is one of ${VERBS.join(', ')}`);

/** A step as text, for reports. */
export function stepText(step: Step): string {
  if ('hear' in step) return `hear ${phraseText(step.hear)}`;
  if ('press' in step) return `press ${step.press}`;
  if ('say' in step) return `say ${JSON.stringify(step.say)}`;
  if ('mumble' in step) return 'mumble';
  if ('wait' in step) return `wait ${step.wait} ms`;
  if ('hangUp' in step) return 'hang up';
  if ('transferredTo' in step) return `transferred to ${step.transferredTo}`;
  return step.ended === true ? 'ended' : `ended with ${step.ended}`;
}

function phraseText(phrase: Phrase): string {
  if (typeof phrase === 'string') return JSON.stringify(phrase);
  if ('exactly' in phrase) return `exactly ${JSON.stringify(phrase.exactly)}`;
  return `something like ${JSON.stringify(phrase.like)}`;
}
