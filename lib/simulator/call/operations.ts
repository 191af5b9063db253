import { Subject, Subscription, finalize, tap } from 'rxjs';

import type { Command, Line, Operation, OperationEvent, OperationKind } from '../operations/operation.js';

const WITH_A_FILE: ReadonlySet<OperationKind> = new Set<OperationKind>(['record', 'transcribe']);

interface Running {
  readonly kind: OperationKind;
  readonly command$: Subject<Command>;
}

/** The operations in progress on one call, by control id. */
export class Operations {
  readonly #running = new Map<string, Running>();
  readonly #subscriptions = new Subscription();

  constructor(
    private readonly line: Line,
    private readonly emit: (controlId: string, event: OperationEvent) => void,
  ) {}

  kindOf(controlId: string): OperationKind | undefined {
    return this.#running.get(controlId)?.kind;
  }

  /** Whether an operation of this kind is in progress. */
  runs(kind: OperationKind): boolean {
    return [...this.#running.values()].some((running) => running.kind === kind);
  }

  /** Takes the control id at once; the function that is returned starts the operation. */
  reserve(controlId: string, kind: OperationKind, operation: Operation): () => void {
    const running: Running = { kind, command$: new Subject() };
    this.#running.set(controlId, running);
    const release = (): void => {
      if (this.#running.get(controlId) === running) this.#running.delete(controlId);
    };
    return () => {
      if (this.#subscriptions.closed) return;
      const subscription = operation(this.line, running.command$)
        .pipe(
          tap((event) => {
            // Released first: a client that asks again on the last event may use the same control id.
            if (event.last) release();
            this.emit(controlId, event);
          }),
          finalize(release),
        )
        .subscribe();
      this.#subscriptions.add(subscription);
      subscription.add(() => this.#subscriptions.remove(subscription));
    };
  }

  command(controlId: string, command: Command): void {
    this.#running.get(controlId)?.command$.next(command);
  }

  /**
   * Ends every operation: those that leave a file tell where it is, all others end without a further event, as a prompt
   * does that is cut off by the end of its call.
   */
  end(): void {
    for (const { kind, command$ } of [...this.#running.values()]) {
      if (WITH_A_FILE.has(kind)) command$.next({ kind: 'stop' });
    }
    this.#subscriptions.unsubscribe();
    this.#running.clear();
  }
}
