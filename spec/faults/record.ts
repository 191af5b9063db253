import { tap, type Observable } from 'rxjs';

/** How it stands with a stream that is watched. */
export type End =
  | { readonly tag: 'open' }
  | { readonly tag: 'completed' }
  | { readonly tag: 'failed'; readonly error: unknown }
  /** Unsubscribed before it was over. */
  | { readonly tag: 'left' };

/** What a subscriber has seen of a stream. */
export interface Seen<T> {
  readonly values: readonly T[];
  readonly end: End;
}

/** `source$`, and what its one subscriber sees of it. */
export function recorded<T>(source$: Observable<T>): {
  readonly stream$: Observable<T>;
  readonly seen: Seen<T>;
} {
  const values: T[] = [];
  const seen = { values, end: { tag: 'open' } as End };
  const stream$ = source$.pipe(
    tap({
      next: (value) => values.push(value),
      error: (error: unknown) => (seen.end = { tag: 'failed', error }),
      complete: () => (seen.end = { tag: 'completed' }),
      unsubscribe: () => (seen.end = { tag: 'left' }),
    }),
  );
  return { stream$, seen };
}
