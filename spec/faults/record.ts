import { tap, type Observable } from 'rxjs';

/** How it stands with a stream that is watched. */
export type End =
  | { readonly kind: 'open' }
  | { readonly kind: 'completed' }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Unsubscribed before it was over. */
  | { readonly kind: 'left' };

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
  const seen = { values, end: { kind: 'open' } as End };
  const stream$ = source$.pipe(
    tap({
      next: (value) => values.push(value),
      error: (error: unknown) => (seen.end = { kind: 'failed', error }),
      complete: () => (seen.end = { kind: 'completed' }),
      unsubscribe: () => (seen.end = { kind: 'left' }),
    }),
  );
  return { stream$, seen };
}
