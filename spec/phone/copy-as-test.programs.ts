import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digits, eachCall, menu, tts, type Call } from 'relay-rx';
import { concat, defer, type Observable } from 'rxjs';
import { literal, testOf, whyNoTest } from '../../lib/phone/copy-as-test.js';
import type { CallView } from '../../lib/phone/state.js';
import { Stage } from '../cli/simulate/support.js';
import { program } from '../support/program.js';

/** The flow, as it is run here and as the test of it finds it. */
const FLOW = `
import { digits, menu, tts } from 'relay-rx';
import { concat, defer } from 'rxjs';
export const flow = (FLOW_OF)({ concat, defer, digits, menu, tts });
`;

const flowOf =
  (tools: {
    readonly concat: typeof concat;
    readonly defer: typeof defer;
    readonly digits: typeof digits;
    readonly menu: typeof menu;
    readonly tts: typeof tts;
  }) =>
  (call: Call): Observable<unknown> =>
    tools.concat(
      call.answer(),
      call.playTTS({ text: "Welcome to O'Hara's \\ shop." }),
      tools.menu(call, {
        prompt: tools.tts('Press 1 for orders, or say sales.'),
        options: {
          1: () =>
            tools.concat(
              call
                .playAndCollect({
                  media: [tools.tts('Your order?')],
                  collect: { digits: { max: 4, terminators: '#' }, initialTimeout: 4 },
                })
                .pipe(tools.digits()),
              call.playTTS({ text: 'Your order?' }),
              call.hangup(),
            ),
          2: () => call.transfer({ dest: 'sales' }),
        },
        speech: { 2: ['sales', 'say "sales"'] },
      }),
    );

let stage: Stage;
let folder: string;

beforeAll(async () => {
  stage = await Stage.open({ speed: 10 });
  folder = mkdtempSync(join(process.cwd(), 'spec', 'phone', '.copied-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await stage.close();
});

/** A call that is made, as the page sees it when it is over, or when `until` is heard of it. */
async function callMade(
  script: readonly object[],
  options: object = {},
  isDone = (view: CallView) => view.state === 'ended',
): Promise<CallView> {
  const { body } = await stage.ask('POST', 'calls', { context: 'default', ...options, script });
  const { callId } = body as { callId: string };
  const { calls } = stage.simulation;
  for (;;) {
    const { at, dialogue } = calls.dialogue(callId);
    const record = calls.record(callId);
    const lines = dialogue.lines.map((line) => ({ callId, ...line }));
    const view: CallView = { ...record, rings: false, at, lines };
    if (isDone(view)) return view;
    if (view.state === 'ended') throw new Error(`The call ended before: ${JSON.stringify(view)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function runs(
  name: string,
  test: string,
): Promise<{ readonly passed: boolean; readonly output: string }> {
  writeFileSync(join(folder, 'flow.js'), FLOW.replace('FLOW_OF', flowOf.toString()));
  const file = join(folder, `${name}.test.js`);
  writeFileSync(file, test);
  const child = spawn(process.execPath, [program(file)], {
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (output += text.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  return { passed: status === 0 && /pass 1$/m.test(output), output };
}

describe('a call as a test', () => {
  beforeAll(async () => {
    const client = await stage.client();
    client.errors$.subscribe();
    client.calls$.pipe(eachCall(flowOf({ concat, defer, digits, menu, tts }))).subscribe();
  });

  const made: readonly [string, readonly object[], object?][] = [
    ['is transferred', [{ hear: 'Press 1' }, { wait: 700 }, { say: 'sales' }, { transferredTo: 'sales' }]],
    [
      'keys with pauses, and an app that hangs up',
      [
        { hear: 'Press 1' },
        { wait: 300 },
        { press: '1' },
        { hear: 'order' },
        { press: '47' },
        { wait: 600 },
        { press: '1#' },
        { ended: true },
      ],
      { from: '+15550177', to: '+15550199' },
    ],
    ['a flow that fails, since the caller is silent', [{ hear: 'Press 1' }, { press: '1' }, { ended: true }]],
    ['hangs up in a prompt', [{ hear: 'Press 1' }, { wait: 1000 }, { hangUp: true }]],
    [
      'mumbles, and says what is not to be quoted, and what is not understood well',
      [
        { hear: 'Press 1' },
        { mumble: true },
        { hear: 'Press 1' },
        { wait: 300 },
        { say: 'say "sales"', confidence: 80 },
        { transferredTo: 'sales' },
      ],
    ],
  ];

  it.each(made.map(([name, ...call]) => ({ name, call })))(
    '$name: passes',
    async ({ name, call }) => {
      const view = await callMade(...call);
      const test = testOf(view, 0);

      expect(whyNoTest(view)).toBeUndefined();
      expect({ test, ...(await runs(name.replace(/\W/g, '-'), test)) }).toMatchObject({ passed: true });
    },
    60_000,
  );

  it('hangs up a call that is still up', async () => {
    const view = await callMade([{ hear: 'Press 1' }, { wait: 60_000 }], {}, ({ lines }) =>
      lines.some(({ text }) => text.startsWith('Press 1')),
    );
    const test = testOf(view, stage.simulation.clock.now());
    stage.simulation.calls.live(view.callId).hangUp();

    expect(test).toContain('{ hungUp: true }');
    expect({ test, ...(await runs('up', test)) }).toMatchObject({ passed: true });
  }, 60_000);

  it('fails when the flow is another one', async () => {
    const view = await callMade(made[0]?.[1] ?? []);
    const test = testOf(view, 0).replace("transferredTo: 'sales'", "transferredTo: 'support'");

    expect((await runs('wrong', test)).passed).toBe(false);
  }, 60_000);

  it('is not made of what no flow does', async () => {
    const [name, script] = made[3] ?? ['', []];
    const view = await callMade(script);

    expect(name).not.toBe('');
    expect(whyNoTest({ ...view, direction: 'outbound' })).toMatch(/The app made this call/);
    expect(whyNoTest({ ...view, state: 'ringing' })).toMatch(/not been answered/);
    expect(whyNoTest({ ...view, endReason: 'error' })).toMatch(/its connection/);
    expect(whyNoTest({ ...view, endReason: 'cancel' })).toMatch(/Nobody answered/);
  });
});

describe('a literal', () => {
  it.each(["it's", 'a "word"', 'back\\slash', 'two\nlines', '\u2028', '${x}`', '</script>', '\u0000'])(
    'of %j is that text again',
    (text) => {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
      expect(new Function(`return ${literal(text)}`)()).toBe(text);
      expect(literal(text)).not.toMatch(/[\n\u2028\u2029]/);
    },
  );
});
