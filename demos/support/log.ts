import { CollectAction, type Action, type Call, type CollectEvent, type PlayEvent } from 'relay-rx';
import { filter, ignoreElements, merge, tap, type Observable } from 'rxjs';

/** Prints who does what, with the time since the first line. */
export type Line = (who: string, what: string, more?: string) => void;

export const lines = (print: (line: string) => void): Line => {
  let start: number | undefined;
  return (who, what, more = '') => {
    start ??= performance.now();
    const time = `+${((performance.now() - start) / 1000).toFixed(1)}s`;
    print(`${time.padStart(7)}  ${who.padEnd(11)}  ${what.padEnd(12)}  ${more}`.trimEnd());
  };
};

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Prints the steps of a flow. */
export class CallLog {
  readonly #line: Line;
  readonly #name: string;

  constructor(line: Line, name: string) {
    this.#line = line;
    this.#name = name;
  }

  caller(what: string, more?: string): void {
    this.#line(this.#name, what, more);
  }

  app(what: string, more?: string): void {
    this.#line('app', what, more);
  }

  /** Prints the end of the call, and completes with it. */
  end(call: Call): Observable<never> {
    return call.ended$.pipe(
      tap(({ reason }) => this.caller('is gone', reason)),
      ignoreElements(),
    );
  }

  /** Prints the failures of its source. */
  failures<T>() {
    return tap<T>({
      error: (failure: unknown) => this.app('notes', reasonOf(failure)),
    });
  }

  /** For an action that plays `text`: prints each time that RELAY starts to play it. */
  hears(text: string) {
    return <E extends CollectEvent | PlayEvent>(action: Action<E>): Observable<E> => {
      const playback$: Observable<CollectEvent | PlayEvent> =
        action instanceof CollectAction ? action.playback$ : action;
      const told$ = playback$.pipe(
        filter(({ state }) => state === 'playing'),
        tap(() => this.caller('hears', `"${text}"`)),
        ignoreElements(),
      );
      return merge(told$, action);
    };
  }
}
