import { Observable, type Observer } from 'rxjs';

/**
 * An observer that passes everything on to another and catches errors of its teardown. RxJS catches errors that an
 * observer throws, but one thrown while a *subscriber* is unsubscribed, for example by a `finalize`, it throws to the
 * code that emits, and other subscribers receive nothing.
 */
export const isolated = <T>(observer: Observer<T>): Observer<T> => ({
  next: (value) => observer.next(value),
  error: (error) => observer.error(error),
  complete: () => observer.complete(),
});

/** Mirrors `source$` so that errors of one subscriber reach neither the others nor the code that emits. */
export function isolate<T>(source$: Observable<T>): Observable<T> {
  return new Observable((subscriber) => source$.subscribe(isolated(subscriber)));
}
