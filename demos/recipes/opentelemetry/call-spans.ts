import { SpanStatusCode, context, trace, type Span, type Tracer } from '@opentelemetry/api';
import { endOf, eventsOf, type Frame, type Params } from './frames.js';

/** The span of a call, and below it one for each operation, one for each command on it, and one for each other request. */
export class CallSpans {
  /** The operations in progress, by their control id, with the type of their events. */
  readonly #operations = new Map<string, { readonly span: Span; readonly events: string }>();
  /** The requests without an answer, by their id. */
  readonly #requests = new Map<string, Span>();

  constructor(
    readonly span: Span,
    readonly tracer: Tracer,
  ) {}

  sent(id: string, method: string, { control_id: controlId = '' }: Params): void {
    const parent = this.#operations.get(controlId)?.span ?? this.span;
    const attributes = { 'relay.method': method, ...(controlId && { 'relay.control_id': controlId }) };
    const span = this.tracer.startSpan(method, { attributes }, trace.setSpan(context.active(), parent));
    this.#requests.set(id, span);
    const events = eventsOf(method);
    if (events !== undefined) this.#operations.set(controlId, { span, events });
  }

  answered(id: string, { result, error }: Frame): void {
    const span = this.#requests.get(id);
    if (span === undefined) return;
    this.#requests.delete(id);
    const code = String(error?.code ?? result?.code ?? '');
    span.setAttribute('relay.code', code);
    const isAccepted = code.startsWith('2');
    if (!isAccepted) {
      const message = error?.message ?? result?.message ?? '';
      span.setStatus({ code: SpanStatusCode.ERROR, message });
    }
    const operation = [...this.#operations].find(([, running]) => running.span === span);
    // An operation that RELAY has accepted lasts until its last event.
    if (operation !== undefined && isAccepted) return;
    if (operation !== undefined) this.#operations.delete(operation[0]);
    span.end();
  }

  received(type: string, params: Params): void {
    const controlId = params.control_id ?? '';
    const operation = this.#operations.get(controlId);
    // A prompt's playback has its control id too: the prompt does not end with it.
    if (operation === undefined || operation.events !== type) return;
    const end = endOf(params);
    if (end === undefined) {
      operation.span.addEvent(params.state ?? params.status ?? params.result?.type ?? type);
      return;
    }
    this.#operations.delete(controlId);
    operation.span.setAttribute('relay.result', end);
    if (end === 'error') operation.span.setStatus({ code: SpanStatusCode.ERROR });
    operation.span.end();
  }

  /** Ends every span. @returns the ids of the requests without an answer. */
  ended(reason: string): string[] {
    const operations = [...this.#operations.values()].map(({ span }) => span);
    for (const span of operations) span.setAttribute('relay.result', 'call_ended');
    for (const span of new Set([...operations, ...this.#requests.values()])) span.end();
    this.span.setAttribute('relay.end_reason', reason);
    this.span.end();
    return [...this.#requests.keys()];
  }
}
