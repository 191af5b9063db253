import type { Observable } from 'rxjs';

/**
 * An operator that reads the events of an action. It is generic in its source, unlike an `OperatorFunction`, so that
 * RxJS's free `pipe` infers the types of `pipe(stop(notifier), digits())`.
 */
export type Reader<E, T> = <Source extends Observable<E>>(source: Source) => Observable<T>;
