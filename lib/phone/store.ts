import { BehaviorSubject, type Observable } from 'rxjs';
import { initial, type Change, type State } from './state.js';

/** The state of the page. All changes go through it. */
export class Store {
  readonly #state$ = new BehaviorSubject<State>(initial);

  /** The state; the current value first. */
  get state$(): Observable<State> {
    return this.#state$.asObservable();
  }

  get state(): State {
    return this.#state$.value;
  }

  readonly change = (change: Change): void => {
    const next = change(this.#state$.value);
    if (next !== this.#state$.value) this.#state$.next(next);
  };
}
