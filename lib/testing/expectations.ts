import type { Observable } from 'rxjs';
import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import { asExpected, type Command } from './commands.js';
import { MarbleAssertionError, MarbleScriptError, placeOf, type Place } from './diagrams/failure.js';
import type { Expectation, Message } from './diagrams/messages.js';
import { operationsReport } from './diagrams/operations.js';
import type { Same } from './diagrams/paths.js';
import { show } from './diagrams/show.js';
import { streamReport } from './diagrams/streams.js';
import { subscriptionsReport, type SubscriptionLog } from './diagrams/subscriptions.js';
import type { OperationLog } from './operation-log.js';
import { checkLetters, marksOf, type Values } from './marbles.js';

/** Any test runner's deep equality: throws, or returns false, when the two differ. */
export type AssertDeepEqual = (actual: unknown, expected: unknown) => unknown;

/** How a comparison that failed is told. */
interface Told {
  /** Undefined until the author has said what is expected. */
  tell?: (actual: unknown, expected: unknown) => string;
  place: Place;
}

/** What was observed, to be compared with marbles. */
export interface ToBe<T> {
  readonly toBe: (marbles: string, values?: Values<T>) => void;
}

/** Which operations run, to be compared with those that are expected. */
export interface OperationsToBe {
  readonly toBe: (operations: readonly Command[]) => void;
}

/** As RxJS's own. */
interface ObservableToBe<T> {
  toBe: ReturnType<RunHelpers['expectObservable']>['toBe'];
  toEqual: (other: Observable<T>) => void;
}

/** What of a test is compared, and how a difference is told. */
export class Expectations {
  readonly scheduler: TestScheduler;
  readonly #assert: AssertDeepEqual;
  /** Those that RxJS compares, in its order. */
  readonly #told: Told[] = [];
  /** Those that are compared when the test is over. */
  readonly #checks: (() => void)[] = [];
  #saysWhatIsLeft = false;

  constructor(assertDeepEqual: AssertDeepEqual) {
    this.#assert = assertDeepEqual;
    this.scheduler = new TestScheduler((actual, expected) => this.#compared(actual, expected));
  }

  /** Whether the test says which operations it leaves running. */
  get saysWhatIsLeft(): boolean {
    return this.#saysWhatIsLeft;
  }

  /** Has something compared when the test is over. */
  atEnd(check: () => void): void {
    this.#checks.push(check);
  }

  /** Compares what is compared at the end. */
  check(): void {
    for (const check of this.#checks.splice(0)) check();
  }

  readonly expectObservable = <T>(
    observable: Observable<T>,
    subscriptionMarbles: string | null = null,
  ): ObservableToBe<T> => {
    const observed = this.scheduler.expectObservable(observable, subscriptionMarbles);
    const helper = 'expectObservable';
    const told: Told = { place: placeOf(this.expectObservable) };
    this.#told.push(told);
    const tell =
      (letters: readonly string[], values: object = {}) =>
      (actual: unknown, expected: unknown): string =>
        streamReport(actual as Message[], expected as Message[], {
          ...this.#expectation(helper),
          letters,
          values: { ...values },
        });
    const written = (marbles: string, values?: object, error?: unknown): void => {
      if (typeof values === 'object') checkLetters(helper, marbles, values);
      told.place = placeOf(written);
      told.tell = tell(marksOf(marbles), values);
      observed.toBe(marbles, values, error);
    };
    const equal = (other: Observable<T>): void => {
      told.place = placeOf(equal);
      told.tell = tell([]);
      observed.toEqual(other);
    };
    return { toBe: written, toEqual: equal };
  };

  readonly expectSubscriptions = (
    logs: Parameters<RunHelpers['expectSubscriptions']>[0],
  ): ReturnType<RunHelpers['expectSubscriptions']> => {
    const { toBe } = this.scheduler.expectSubscriptions(logs);
    const told: Told = { place: placeOf(this.expectSubscriptions) };
    this.#told.push(told);
    const written = (marbles: string | string[]): void => {
      told.place = placeOf(written);
      told.tell = (actual, expected) =>
        subscriptionsReport(
          'expectSubscriptions',
          actual as SubscriptionLog[],
          expected as SubscriptionLog[],
        );
      toBe(marbles);
    };
    return { toBe: written };
  };

  /** What was noted in the course of the test, compared at its end. */
  readonly expectNoted = <T>(
    noted: () => readonly { readonly frame: number; readonly value: unknown }[],
    expectation: Pick<Expectation, 'helper' | 'noun' | 'view' | 'show'>,
  ): ToBe<T> => {
    const written = (marbles: string, values: Values<T> = {}): void => {
      checkLetters(expectation.helper, marbles, values);
      const place = placeOf(written);
      const letters = marksOf(marbles);
      // Parsed here and now: a frame has its length in ms only while the test runs.
      const expected: Message[] = TestScheduler.parseMarbles(marbles, values, undefined, undefined, true);
      this.#checks.push(() => {
        const happened = noted();
        const raw = happened.map(({ frame, value }): Message => ({
          frame,
          notification: { kind: 'N', value },
        }));
        const actual = raw.map(({ frame }, index) => {
          const counterpart = expected[index]?.notification;
          const wanted: unknown = counterpart?.kind === 'N' ? counterpart.value : undefined;
          const value = expectation.view(happened[index]?.value, wanted);
          return { frame, notification: { kind: 'N', value, error: undefined } };
        });
        this.#assertEqual(actual, expected, place, () =>
          streamReport(raw, expected, {
            ...this.#expectation(expectation.helper),
            ...expectation,
            letters,
            values,
          }),
        );
      });
    };
    return { toBe: written };
  };

  readonly expectCommands = (operations: OperationLog): ToBe<Command> =>
    this.expectNoted(() => operations.commands.map(({ frame, command }) => ({ frame, value: command })), {
      helper: 'expectCommands',
      noun: 'command',
      view: asExpected as (value: unknown, expected: unknown) => unknown,
      show: showCommand,
    });

  readonly expectOperations = (operations: OperationLog, marbles?: string): OperationsToBe => {
    const helper = 'expectOperations';
    const at = marbles === undefined ? Infinity : momentOf(helper, marbles);
    const written = (expected: readonly Command[]): void => {
      const place = placeOf(written);
      if (marbles === undefined) this.#saysWhatIsLeft = true;
      this.#checks.push(() => {
        const running = operations.running(at);
        const actual = running.map(({ command }, index) => asExpected(command, expected[index]));
        this.#assertEqual(actual, expected, place, () =>
          operationsReport(helper, running, expected, at, this.#same),
        );
      });
    };
    return { toBe: written };
  };

  readonly #same: Same = (actual, expected) => {
    try {
      return this.#assert(actual, expected) !== false;
    } catch {
      return false;
    }
  };

  #expectation(helper: string): Omit<Expectation, 'letters' | 'values'> {
    return { helper, noun: 'value', view: (value) => value, show: (value) => show(value), same: this.#same };
  }

  #compared(actual: unknown, expected: unknown): void {
    const [told] = this.#told.splice(
      this.#told.findIndex(({ tell }) => tell !== undefined),
      1,
    );
    if (told?.tell === undefined) {
      this.#assert(actual, expected);
      return;
    }
    const { tell, place } = told;
    this.#assertEqual(actual, expected, place, () => tell(actual, expected));
  }

  #assertEqual(actual: unknown, expected: unknown, place: Place, tell: () => string): void {
    let cause: unknown;
    try {
      if (this.#assert(actual, expected) !== false) return;
    } catch (error) {
      cause = error;
    }
    throw new MarbleAssertionError(tell(), { actual, expected }, place, cause);
  }
}

function showCommand(value: unknown): string {
  const { method, params } = asExpected(value as Command, undefined);
  return params === undefined || Object.keys(params).length === 0 ? method : `${method} ${show(params)}`;
}

/** The moment of the one mark of a diagram: `'---|'`. */
function momentOf(helper: string, marbles: string): number {
  const [mark, ...others] = TestScheduler.parseMarbles(marbles, undefined, undefined, false, true);
  if (mark === undefined || others.length > 0)
    throw new MarbleScriptError(helper, `the diagram '${marbles}' is to have one mark, the moment: '---|'`);
  return mark.frame;
}
