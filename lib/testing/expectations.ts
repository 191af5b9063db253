import type { Observable, ObservableInput } from 'rxjs';
import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import type { Call } from '../call.js';
import { asExpected, showCommand, whatIsWrongWith, type Command } from './commands.js';
import type { DeepEquality } from './deep-equality.js';
import { MarbleScriptError, type Place } from './diagrams/failure.js';
import type { Expectation, Message } from './diagrams/messages.js';
import { operationsReport } from './diagrams/operations.js';
import { show } from './diagrams/show.js';
import { streamReport } from './diagrams/streams.js';
import { subscriptionsReport, type SubscriptionLog } from './diagrams/subscriptions.js';
import { flowOf, readFlow, type ExpectFlowOptions } from './expect-flow.js';
import type { HelperGuard } from './helper-guard.js';
import { checkDiagram, checkLetters, readMarbles, type Values } from './marbles.js';
import type { OperationLog } from './operation-log.js';
import { VirtualClock } from './virtual-clock.js';

/** The report of a failed comparison. */
interface Comparison {
  /** Undefined until `toBe` was called. */
  report?: (actual: unknown, expected: unknown) => string;
  place: Place;
}

/** Compares observations with marbles. */
export interface ToBe<T> {
  readonly toBe: (marbles: string, values?: Values<T>) => void;
}

/** Compares the running operations with the expected ones. */
export interface OperationsToBe {
  readonly toBe: (operations: readonly Command[]) => void;
}

/** As in RxJS. */
export interface ObservableToBe<T> {
  readonly toBe: ReturnType<RunHelpers['expectObservable']>['toBe'];
  readonly toEqual: (other: Observable<T>) => void;
}

/** Compares the notifications of a flow with marbles. */
export interface FlowToBe {
  readonly toBe: ReturnType<RunHelpers['expectObservable']>['toBe'];
}

/** A kind of notes made during the test and compared at its end. */
type NotedExpectation = Pick<Expectation, 'helper' | 'noun' | 'view' | 'show'> & {
  /** The problem of an expected value; undefined if there is none. */
  readonly whatIsWrong?: (expected: unknown) => string | undefined;
};

/** The comparisons of a test. */
export class Expectations {
  readonly clock: VirtualClock;
  readonly #equality: DeepEquality;
  readonly #guard: HelperGuard;
  /** The comparisons that RxJS makes, in order. */
  readonly #comparisons: Comparison[] = [];
  /** The comparisons at the end of the test. */
  readonly #checks: (() => void)[] = [];
  /** Helpers whose `toBe` was not called yet, with their places. */
  readonly #idle = new Map<object, { readonly helper: string; readonly place: Place }>();
  #saysWhatIsLeft = false;

  constructor(equality: DeepEquality, guard: HelperGuard, maxTime: number) {
    this.#equality = equality;
    this.#guard = guard;
    this.clock = new VirtualClock((actual, expected) => this.#compared(actual, expected), maxTime);
  }

  /** Whether the test expects operations to run at its end. */
  get saysWhatIsLeft(): boolean {
    return this.#saysWhatIsLeft;
  }

  /** Adds a comparison for the end of the test. */
  atEnd(check: () => void): void {
    this.#checks.push(check);
  }

  /** Makes the comparisons at the end. */
  check(): void {
    for (const check of this.#checks.splice(0)) check();
    for (const { helper, place } of this.#idle.values())
      throw new MarbleScriptError(helper, 'it expects nothing: toBe was not called', { place });
  }

  readonly expectObservable = <T>(
    observable: Observable<T>,
    subscriptionMarbles: string | null = null,
  ): ObservableToBe<T> => this.#observe('expectObservable', observable, subscriptionMarbles, () => undefined);

  /** @param failed is called with the error of a flow that has an expectation. */
  expectFlow<T>(
    flow: (call: Call) => ObservableInput<T>,
    options: string | null | ExpectFlowOptions | undefined,
    ownCall: () => Call,
    failed: (error: unknown) => void,
  ): FlowToBe {
    const { call = ownCall(), after, subscription = null } = readFlow(flow, options);
    let isExpected = false;
    const own$ = flowOf(call, flow, after, (error) => {
      if (isExpected && !(error instanceof MarbleScriptError)) failed(error);
    });
    const { toBe } = this.#observe('expectFlow', own$, subscription, () => (isExpected = true));
    return { toBe };
  }

  #observe<T>(
    helper: string,
    observable: Observable<T>,
    subscriptionMarbles: string | null,
    expected: () => void,
  ): ObservableToBe<T> {
    checkObservable(helper, observable);
    if (subscriptionMarbles !== null) this.#checkSubscriptionTime(helper, subscriptionMarbles);
    const observed = this.clock.expectObservable(observable, subscriptionMarbles);
    const comparison: Comparison = { place: this.#guard.place };
    this.#comparisons.push(comparison);
    const report =
      (letters: readonly string[], values: object = {}) =>
      (actual: unknown, wanted: unknown): string =>
        streamReport(actual as Message[], wanted as Message[], {
          ...this.#expectation(helper),
          letters,
          values: { ...values },
        });
    const toBe = (marbles: string, values?: object, error?: unknown): void => {
      const marks = readMarbles(helper, marbles);
      if (values !== undefined) checkLetters(helper, marbles, marks, values);
      this.#checkTime(helper, marbles, marks);
      comparison.place = this.#guard.place;
      comparison.report = report(
        marks.map(({ mark }) => mark),
        values,
      );
      expected();
      observed.toBe(marbles, values, error);
    };
    const toEqual = (other: Observable<T>): void => {
      checkObservable(helper, other);
      comparison.place = this.#guard.place;
      comparison.report = report([]);
      observed.toEqual(other);
    };
    return { toBe, toEqual };
  }

  readonly expectSubscriptions = (
    logs: Parameters<RunHelpers['expectSubscriptions']>[0],
  ): ReturnType<RunHelpers['expectSubscriptions']> => {
    const helper = 'expectSubscriptions';
    if (!Array.isArray(logs))
      throw new MarbleScriptError(
        helper,
        `expects the subscriptions of a source, as source.subscriptions; got ${show(logs)}`,
      );
    const observed = this.clock.expectSubscriptions(logs);
    const comparison: Comparison = { place: this.#guard.place };
    this.#comparisons.push(comparison);
    const toBe = (marbles: string | string[]): void => {
      for (const each of [marbles].flat()) {
        checkDiagram(helper, each);
        this.#checkSubscriptionTime(helper, each);
      }
      this.#idle.delete(comparison);
      comparison.place = this.#guard.place;
      comparison.report = (actual, expected) =>
        subscriptionsReport(helper, actual as SubscriptionLog[], expected as SubscriptionLog[]);
      observed.toBe(marbles);
    };
    this.#idle.set(comparison, { helper, place: this.#guard.place });
    return { toBe };
  };

  /** Compares notes of the test at its end. */
  readonly expectNoted = <T>(
    noted: () => readonly { readonly frame: number; readonly value: unknown }[],
    { whatIsWrong = () => undefined, ...expectation }: NotedExpectation,
  ): ToBe<T> => {
    const { helper } = expectation;
    const result = {
      toBe: (marbles: string, values: Values<T> = {}): void => {
        const marks = readMarbles(helper, marbles);
        checkLetters(helper, marbles, marks, values);
        this.#checkTime(helper, marbles, marks);
        for (const { mark } of marks) checkValue(helper, mark, whatIsWrong(values[mark]));
        this.#idle.delete(result);
        const place = this.#guard.place;
        // Parsed at once: RxJS sets the length of a frame only while the test runs.
        const expected: Message[] = TestScheduler.parseMarbles(marbles, values, undefined, undefined, true);
        this.#checks.push(() => {
          const raw = noted().map(({ frame, value }): Message => ({
            frame,
            notification: { kind: 'N', value },
          }));
          const actual = raw.map(({ frame, notification }, index) => {
            const counterpart = expected[index]?.notification;
            const wanted: unknown = counterpart?.kind === 'N' ? counterpart.value : undefined;
            const came: unknown = notification.kind === 'N' ? notification.value : undefined;
            const value = expectation.view(came, wanted);
            return { frame, notification: { kind: 'N', value, error: undefined } };
          });
          this.#equality.assert(actual, expected, place, () =>
            streamReport(raw, expected, {
              ...this.#expectation(helper),
              ...expectation,
              letters: marks.map(({ mark }) => mark),
              values,
            }),
          );
        });
      },
    };
    this.#idle.set(result, { helper, place: this.#guard.place });
    return result;
  };

  readonly expectCommands = (log: OperationLog): ToBe<Command> =>
    this.expectNoted(() => log.commands.map(({ frame, command }) => ({ frame, value: command })), {
      helper: 'expectCommands',
      noun: 'command',
      view: asExpected as (value: unknown, expected: unknown) => unknown,
      show: showCommand,
      whatIsWrong: whatIsWrongWith,
    });

  readonly expectOperations = (log: OperationLog, marbles?: string): OperationsToBe => {
    const helper = 'expectOperations';
    const at = marbles === undefined ? Infinity : this.#momentOf(helper, marbles);
    const result = {
      toBe: (expected: readonly Command[]): void => {
        if (!Array.isArray(expected))
          throw new MarbleScriptError(helper, `expects a list of commands; got ${show(expected)}`);
        for (const [index, each] of expected.entries())
          checkValue(helper, String(index), whatIsWrongWith(each));
        this.#idle.delete(result);
        const place = this.#guard.place;
        if (marbles === undefined) this.#saysWhatIsLeft = true;
        this.#checks.push(() => {
          const running = log.running(at);
          const actual = running.map(({ command }, index) => asExpected(command, expected[index]));
          this.#equality.assert(actual, expected, place, () =>
            operationsReport(helper, running, expected, at, this.#equality.same),
          );
        });
      },
    };
    this.#idle.set(result, { helper, place: this.#guard.place });
    return result;
  };

  #expectation(helper: string): Omit<Expectation, 'letters' | 'values'> {
    return {
      helper,
      noun: 'value',
      view: (value) => value,
      show: (value) => show(value),
      same: this.#equality.same,
    };
  }

  #compared(actual: unknown, expected: unknown): void {
    const [comparison] = this.#comparisons.splice(
      this.#comparisons.findIndex(({ report }) => report !== undefined),
      1,
    );
    const { report, place } = comparison ?? { place: { frames: '' } };
    this.#equality.assert(actual, expected, place, () => report?.(actual, expected) ?? '');
  }

  #checkTime(helper: string, marbles: string, marks: readonly { readonly frame: number }[]): void {
    const last = marks.at(-1);
    if (last !== undefined) this.clock.checkTime(helper, marbles, last.frame);
  }

  #checkSubscriptionTime(helper: string, marbles: string): void {
    checkDiagram(helper, marbles);
    const { subscribedFrame, unsubscribedFrame } = TestScheduler.parseMarblesAsSubscriptions(marbles, true);
    for (const frame of [subscribedFrame, unsubscribedFrame])
      if (frame !== Infinity) this.clock.checkTime(helper, marbles, frame);
  }

  /** The frame of the only mark of a diagram: `'---|'`. */
  #momentOf(helper: string, marbles: string): number {
    const [mark, ...others] = readMarbles(helper, marbles);
    if (mark === undefined || others.length > 0)
      throw new MarbleScriptError(helper, `the diagram '${marbles}' is to have one mark, the moment: '---|'`);
    this.clock.checkTime(helper, marbles, mark.frame);
    return mark.frame;
  }
}

function checkObservable(helper: string, observable: unknown): void {
  const { subscribe } = Object(observable) as { readonly subscribe?: unknown };
  if (typeof subscribe === 'function') return;
  const hint = typeof observable === 'function' ? '. A flow is tested by expectFlow(flow)' : '';
  throw new MarbleScriptError(helper, `expects an Observable; got ${show(observable)}${hint}`);
}

function checkValue(helper: string, name: string, wrong: string | undefined): void {
  if (wrong !== undefined) throw new MarbleScriptError(helper, `the value ${name} ${wrong}`);
}
