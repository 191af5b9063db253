import {
  InvalidInput,
  listOf,
  number,
  object,
  optional,
  required,
  someText,
  whole,
  type Path,
  type Reader,
} from '../read.js';
import { readStep, type Step } from './step.js';

/** One kind of caller of a scenario, with its data filled in. */
export interface CallerPlan {
  readonly name: string;
  readonly context: string;
  /** The number of calls. */
  readonly count: number;
  /** Calls that start each second; all at once if undefined. */
  readonly perSecond: number | undefined;
  /** The n-th call, from 0. */
  readonly call: (index: number) => PlannedCall;
}

export interface PlannedCall {
  readonly from: string;
  readonly to: string;
  readonly script: readonly Step[];
}

export interface Scenario {
  readonly callers: readonly CallerPlan[];
}

/** A row of data: the value of each `{{name}}`. */
export type Row = Readonly<Record<string, string>>;

interface CallerForm {
  readonly name?: string;
  readonly context: string;
  readonly from?: string;
  readonly to?: string;
  readonly count?: number;
  readonly perSecond?: number;
  readonly data?: string;
  readonly script: readonly unknown[];
}

/** Steps that are read later, after data are filled in. */
const listOfSteps: Reader<readonly unknown[]> = (value, path) => {
  if (!Array.isArray(value))
    throw new InvalidInput(path, value === undefined ? 'is missing' : 'must be a list of steps');
  return value as readonly unknown[];
};

const readCaller = object<CallerForm>({
  name: optional(someText),
  context: required(someText),
  from: optional(someText),
  to: optional(someText),
  count: optional(whole(1)),
  perSecond: optional(number(0.001)),
  data: optional(someText),
  script: required(listOfSteps),
});

const readForm = object<{ callers: readonly CallerForm[] }>({ callers: required(listOf(readCaller)) });

const FROM = '+15550100';
const TO = '+15550101';

/**
 * Reads a scenario from what its file says.
 *
 * @param rowsOf reads the rows of the file that `data` names.
 * @throws {InvalidInput} for an invalid scenario.
 */
export function readScenario(value: unknown, rowsOf: (file: string, path: Path) => readonly Row[]): Scenario {
  const { callers } = readForm(value, []);
  if (callers.length === 0) throw new InvalidInput(['callers'], 'must have at least one caller');
  return { callers: callers.map((form, index) => planOf(form, index, rowsOf)) };
}

function planOf(
  form: CallerForm,
  index: number,
  rowsOf: (file: string, path: Path) => readonly Row[],
): CallerPlan {
  const path: Path = ['callers', index];
  const rows = form.data === undefined ? [{}] : rowsOf(form.data, [...path, 'data']);
  const { name = `caller ${index + 1}`, context, from = FROM, to = TO, perSecond } = form;
  // Reads every row now, so that an invalid row is reported before the first call.
  const calls = rows.map((row): PlannedCall => {
    const filled = (each: unknown, at: Path): unknown => fill(each, row, at);
    return {
      from: someText(filled(from, [...path, 'from']), [...path, 'from']),
      to: someText(filled(to, [...path, 'to']), [...path, 'to']),
      script: listOf(readStep)(filled(form.script, [...path, 'script']), [...path, 'script']),
    };
  });
  return {
    name,
    context,
    count: form.count ?? (form.data === undefined ? 1 : rows.length),
    perSecond,
    // There is at least one row; rows are reused in turn.
    call: (number) => calls[number % calls.length] as PlannedCall,
  };
}

/** Replaces each `{{name}}` in all texts by the row's value. */
function fill(value: unknown, row: Row, path: Path): unknown {
  if (typeof value === 'string')
    return value.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_, name: string) => {
      const known = Object.keys(row);
      if (Object.hasOwn(row, name)) return row[name] ?? '';
      throw new InvalidInput(
        path,
        `names {{${name}}}, ${known.length === 0 ? 'and the caller has no data' : `which is no column of the data; its columns are ${known.join(', ')}`}`,
      );
    });
  if (Array.isArray(value)) return value.map((each: unknown, index) => fill(each, row, [...path, index]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, fill(each, row, [...path, name])]),
  );
}
