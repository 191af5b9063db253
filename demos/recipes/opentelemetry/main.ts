// npx tsx demos/recipes/opentelemetry/main.ts: a call on the simulator, and its spans.
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { RelayClient, eachCall } from 'relay-rx';
import { lastValueFrom } from 'rxjs';
import { practice } from '../../support/practice.js';
import { supportLine } from '../support-line.js';
import { CallTracing } from './call-tracing.js';

// What `@opentelemetry/sdk-node` sets up in a program of yours, with an exporter of yours.
const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
trace.setGlobalTracerProvider(provider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

await using relay = await practice();
const client = new RelayClient(relay.options);
const tracing = new CallTracing(client);
client.calls$.pipe(eachCall(tracing.traced(supportLine))).subscribe();

await relay.callOnce();
await lastValueFrom(client.drain(), { defaultValue: undefined });
tracing.unsubscribe();
await provider.forceFlush();

const spans = exporter.getFinishedSpans();
const print = (span: ReadableSpan, indent: string): void => {
  console.log(indent + span.name, span.attributes);
  for (const each of spans)
    if (each.parentSpanContext?.spanId === span.spanContext().spanId) print(each, `${indent}  `);
};
for (const span of spans) if (span.parentSpanContext === undefined) print(span, '');
await provider.shutdown();
