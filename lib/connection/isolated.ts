import { Observable, type Observer } from 'rxjs';

/**
 * An observer that passes everything on to another. RxJS catches what an observer throws, and reports it as an error
 * that nobody handled; but what is thrown while a *subscriber* is unsubscribed, by a `finalize` for one, it throws at the code that
 * emitted, who then tells nobody else. With this in between, that is caught too.
 */
export const isolated = <T>(observer: Observer<T>): Observer<T> => ({
  next: (value) => observer.next(value),
  error: (error) => observer.error(error),
  complete: () => observer.complete(),
});

/** `source$`, whose subscribers cannot harm each other, nor the one that emits. */
export function isolate<T>(source$: Observable<T>): Observable<T> {
  return new Observable((subscriber) => source$.subscribe(isolated(subscriber)));
}
