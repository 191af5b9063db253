import { Subject, Subscription, finalize, tap } from 'rxjs';

import type {
  Command,
  OperationContext,
  Operation,
  OperationEvent,
  OperationKind,
} from '../operations/operation.js';

/** Operations that have a result even when the call ends in the middle of it. */
const WITH_A_RESULT: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'record',
  'transcribe',
  'send_fax',
  'receive_fax',
  'pay',
]);

interface Running {
  readonly kind: OperationKind;
  readonly command$: Subject<Command>;
}

/** The operations in progress on one call, by control id. */
export class Operations {
  readonly #running = new Map<string, Running>();
  readonly #subscriptions = new Subscription();
  readonly #emit: (controlId: string, event: OperationEvent) => void;
  #report: (controlId: string, event: OperationEvent) => void;

  constructor(
    private readonly context: OperationContext,
    emit: (controlId: string, event: OperationEvent) => void,
  ) {
    this.#emit = emit;
    this.#report = emit;
  }

  kindOf(controlId: string): OperationKind | undefined {
    return this.#running.get(controlId)?.kind;
  }

  /** Whether an operation of this kind is in progress. */
  runs(kind: OperationKind): boolean {
    return [...this.#running.values()].some((running) => running.kind === kind);
  }

  /** The control ids of those in progress that are of one of these kinds. */
  idsOf(kinds: ReadonlySet<OperationKind>): readonly string[] {
    return [...this.#running].filter(([, { kind }]) => kinds.has(kind)).map(([id]) => id);
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
      const subscription = operation(this.context, running.command$)
        .pipe(
          tap((event) => {
            // Released first: a client that asks again on the last event may use the same control id.
            if (event.last) release();
            this.#report(controlId, event);
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
   * Ends every operation: those that have a result report it, all others end without a further event, as a prompt does
   * that is cut off by the end of its call.
   *
   * @param when `late` keeps the results back: each of the functions that are returned reports one
   */
  end(when: 'now' | 'late'): readonly (() => void)[] {
    const late: (() => void)[] = [];
    if (when === 'late') {
      this.#report = (controlId, event) => late.push(() => this.#emit(controlId, event));
    }
    for (const { kind, command$ } of [...this.#running.values()]) {
      if (WITH_A_RESULT.has(kind)) command$.next({ kind: 'call ended' });
    }
    this.#subscriptions.unsubscribe();
    this.#running.clear();
    return late;
  }
}
