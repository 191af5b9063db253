import { SpanStatusCode, context, trace, type Span, type Tracer } from '@opentelemetry/api';
import { FlowError, type Call, type RelayClient } from 'relay-rx';
import { Subscription, type ObservableInput } from 'rxjs';
import { CallSpans } from './call-spans.js';
import type { Frame } from './frames.js';

/**
 * Traces the calls of a client from the frames of its connection: `client.calls$.pipe(eachCall(tracing.traced(flow)))`.
 *
 * It watches `errors$`, so that what a flow failed with is on the span of its call. The client then no longer writes errors
 * to the console: give it a `logger`. Unsubscribe it when the client is closed.
 */
export class CallTracing extends Subscription {
  readonly #calls = new Map<string, CallSpans>();
  readonly #requests = new Map<string, CallSpans>();

  constructor(
    client: RelayClient,
    readonly tracer: Tracer = trace.getTracer('relay-rx'),
  ) {
    super();
    this.add(
      client.frames$.subscribe(({ direction, frame }) => {
        if (direction === 'sent') this.#sent(frame as Frame);
        else this.#received(frame as Frame);
      }),
    );
    this.add(client.errors$.subscribe((error) => this.#failed(error)));
  }

  /**
   * The flow, with a span for its call, which it is given as a second argument. The whole of an `async` flow is in the
   * span's context; of a stream only what runs at once, so that a later span names its parent:
   * `tracer.startSpan(name, {}, trace.setSpan(context.active(), span))`.
   */
  traced<T>(flow: (call: Call, span: Span) => ObservableInput<T>): (call: Call) => ObservableInput<T> {
    return (call) => {
      const attributes = {
        'relay.call_id': call.callId,
        ...(call.context !== undefined && { 'relay.context': call.context }),
        ...(call.direction !== undefined && { 'relay.direction': call.direction }),
      };
      const span = this.tracer.startSpan('relay call', { attributes });
      const spans = new CallSpans(span, this.tracer);
      this.#calls.set(call.callId, spans);
      call.ended$.subscribe(({ reason }) => {
        this.#calls.delete(call.callId);
        for (const id of spans.ended(reason)) this.#requests.delete(id);
      });
      return context.with(trace.setSpan(context.active(), span), () => flow(call, span));
    };
  }

  #sent({ id = '', method, params = {} }: Frame): void {
    const call = this.#calls.get(params.call_id ?? '');
    if (call === undefined || method === undefined) return;
    this.#requests.set(id, call);
    call.sent(id, method, params);
  }

  #received(frame: Frame): void {
    if (frame.method === 'signalwire.event') {
      const { event_type: type = '', params = {} } = frame.params ?? {};
      this.#calls.get(params.call_id ?? '')?.received(type, params);
    } else if (frame.id !== undefined) {
      this.#requests.get(frame.id)?.answered(frame.id, frame);
      this.#requests.delete(frame.id);
    }
  }

  #failed(error: Error): void {
    const span = error instanceof FlowError ? this.#calls.get(error.callId)?.span : undefined;
    span?.recordException(error.cause instanceof Error ? error.cause : error);
    span?.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  }
}
