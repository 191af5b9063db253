import { SpanStatusCode, context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { RelayClient, digits, eachCall, played, tts, type Call } from 'relay-rx';
import type { CallerStep } from 'relay-rx/simulator';
import { NEVER, concat, filter, firstValueFrom, lastValueFrom, takeUntil, throwError, timer } from 'rxjs';
import { practice, type Practice } from '../../support/practice.js';
import { supportLine } from '../support-line.js';
import { CallTracing } from './call-tracing.js';

// On real sockets: a busy machine takes its time.
jest.setTimeout(60_000);

describe('CallTracing', () => {
  const exporter = new InMemorySpanExporter();
  let started = 0;
  const counter = {
    onStart: () => void (started += 1),
    onEnd: () => undefined,
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter), counter] });
  const contexts = new AsyncLocalStorageContextManager();
  let relay: Practice;

  beforeAll(() => context.setGlobalContextManager(contexts.enable()));
  afterAll(() => {
    context.disable();
    contexts.disable();
  });
  beforeEach(async () => {
    exporter.reset();
    started = 0;
    relay = await practice();
  });
  afterEach(() => relay[Symbol.asyncDispose]());

  /** Serves one call, and gives its spans once the client has ended. */
  const spansOf = async (
    flow: Parameters<CallTracing['traced']>[0],
    script: readonly CallerStep[],
    prepare = (): void => undefined,
  ): Promise<readonly ReadableSpan[]> => {
    const client = new RelayClient({ ...relay.options, logger: false });
    const tracing = new CallTracing(client, provider.getTracer('spec'));
    client.calls$.pipe(eachCall(tracing.traced(flow))).subscribe();
    prepare();
    await lastValueFrom(relay.simulator.call({ script }).state$);
    await firstValueFrom(client.activeCalls$.pipe(filter((live) => live === 0)));
    await lastValueFrom(client.drain({ timeout: 0 }), { defaultValue: undefined });
    tracing.unsubscribe();
    return exporter.getFinishedSpans();
  };
  const named = (spans: readonly ReadableSpan[], name: string): ReadableSpan => {
    const span = spans.find((each) => each.name === name);
    if (span === undefined) throw new Error(`no span ${name}`);
    return span;
  };
  const parentOf = (spans: readonly ReadableSpan[], name: string): string | undefined => {
    const { parentSpanContext } = named(spans, name);
    return spans.find((span) => span.spanContext().spanId === parentSpanContext?.spanId)?.name;
  };

  // Whatever happens, no span stays open.
  afterEach(() => expect(exporter.getFinishedSpans()).toHaveLength(started));

  it('has a span for the call, and below it one for each request and each prompt', async () => {
    const spans = await spansOf(supportLine, [{ hear: 'Press 1' }, { wait: 100 }, { press: '2' }]);

    expect(named(spans, 'relay call').attributes).toEqual({
      'relay.call_id': expect.any(String) as string,
      'relay.context': 'default',
      'relay.direction': 'inbound',
      'relay.end_reason': 'hangup',
    });
    for (const name of ['calling.answer', 'calling.play_and_collect', 'calling.transfer'])
      expect(parentOf(spans, name)).toBe('relay call');
    expect(named(spans, 'calling.play_and_collect').attributes).toEqual({
      'relay.method': 'calling.play_and_collect',
      'relay.control_id': expect.any(String) as string,
      'relay.code': '200',
      'relay.result': 'digit',
    });
    expect(spans).toHaveLength(4);
  });

  it('has a span for each time that a prompt is asked', async () => {
    const ask = (call: Call) =>
      concat(
        call.answer(),
        call.playAndCollect({
          media: [tts('Your PIN?')],
          collect: { digits: { max: 4 }, initialTimeout: 0.1 },
        }),
        call.playAndCollect({ media: [tts('Again?')], collect: { digits: { max: 4 } } }).pipe(digits()),
        call.hangup(),
      );
    const spans = await spansOf(ask, [{ hear: 'Again' }, { press: '4711' }]);
    const prompts = spans.filter(({ name }) => name === 'calling.play_and_collect');

    expect(prompts.map(({ attributes }) => attributes['relay.result'])).toEqual(['no_input', 'digit']);
    // The span lasts as long as the prompt, and has nothing of what was typed.
    expect(JSON.stringify(spans.map(({ attributes, events }) => [attributes, events]))).not.toContain('4711');
  });

  it('puts a command below the operation that it is for', async () => {
    const stopSoon = (call: Call) =>
      concat(
        call.answer(),
        call.playAudio({ url: 'https://music.example/a.mp3', loop: 0 }).pipe(takeUntil(timer(50))),
        call.playTTS({ text: 'Goodbye.' }).pipe(played()),
        call.hangup(),
      );
    const spans = await spansOf(stopSoon, []);

    expect(parentOf(spans, 'calling.play.stop')).toBe('calling.play');
  });

  it('marks what RELAY refuses, and ends it', async () => {
    const spans = await spansOf(
      (call) => concat(call.answer(), call.playTTS({ text: 'Hello.' }), NEVER),
      [],
      () => relay.simulator.faults.refuse('calling.play', '403', 'No.'),
    );
    const play = named(spans, 'calling.play');

    expect(play.status).toEqual({ code: SpanStatusCode.ERROR, message: 'No.' });
    expect(play.attributes['relay.code']).toBe('403');
  });

  it('ends what is running when the caller hangs up', async () => {
    const music = (call: Call) =>
      concat(call.answer(), call.playAudio({ url: 'https://music.example/a.mp3', loop: 0 }));
    const spans = await spansOf(music, [{ hear: /music/ }, { wait: 50 }, { hangUp: true }]);

    expect(['finished', 'call_ended']).toContain(named(spans, 'calling.play').attributes['relay.result']);
    expect(named(spans, 'relay call').attributes['relay.end_reason']).toBe('hangup');
  });

  it('records what a flow failed with on the span of its call', async () => {
    const spans = await spansOf(
      (call) =>
        concat(
          call.answer(),
          throwError(() => new Error('no such customer')),
        ),
      [],
    );
    const { status, events } = named(spans, 'relay call');

    expect(status.code).toBe(SpanStatusCode.ERROR);
    expect(events[0]?.attributes?.['exception.message']).toBe('no such customer');
  });

  it("runs an async flow in its span's context, and gives it the span", async () => {
    const spans = await spansOf(async (call, span) => {
      await lastValueFrom(call.answer());
      expect(trace.getActiveSpan()).toBe(span);
      provider.getTracer('spec').startSpan('look up the customer').end();
      await lastValueFrom(call.hangup());
    }, []);

    expect(parentOf(spans, 'look up the customer')).toBe('relay call');
  });

  it('ends the spans of a call whose session was lost', async () => {
    const client = new RelayClient({ ...relay.options, logger: false, reconnect: { initialDelay: 1 } });
    const tracing = new CallTracing(client, provider.getTracer('spec'));
    client.calls$
      .pipe(
        eachCall(tracing.traced((call) => concat(call.answer(), call.playTTS({ text: 'Hello.', loop: 0 })))),
      )
      .subscribe();
    await firstValueFrom(relay.simulator.call().heard$);
    relay.simulator.faults.restart();
    await firstValueFrom(client.activeCalls$.pipe(filter((live) => live === 0)));
    client.close();
    tracing.unsubscribe();

    expect(named(exporter.getFinishedSpans(), 'relay call').attributes['relay.end_reason']).toBe(
      'sessionLost',
    );
  });
});
