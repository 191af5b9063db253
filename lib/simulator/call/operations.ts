import { Subject, Subscription, finalize, tap } from 'rxjs';

import type {
  Command,
  OperationContext,
  Operation,
  OperationEvent,
  OperationKind,
} from '../operations/operation.js';

/** Operations that report a result even if the call ends first. */
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

  /** The control ids of the operations of these kinds in progress. */
  idsOf(kinds: ReadonlySet<OperationKind>): readonly string[] {
    return [...this.#running].filter(([, { kind }]) => kinds.has(kind)).map(([id]) => id);
  }

  /** Reserves the control id at once; the returned function starts the operation. */
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
            // Released first, so that a client may reuse the control id as soon as it receives the last event.
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
   * Ends every operation. Those with a result report it; all others, such as a prompt, end without another event.
   *
   * @param when `late` delays the results: each returned function reports one
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
