import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Milliseconds; by themselves the programs are done in 2000. */
const LIMIT = 120_000;

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

const start = (args: readonly string[], input = ''): Promise<Outcome> => {
  // Without the developer's own credentials and proxy.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^(SIGNALWIRE|RELAY)_|_PROXY$/i.test(key)),
  );
  const child = spawn(process.execPath, args, { env: { ...env, NO_COLOR: '1' }, timeout: LIMIT });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (output += text.toString()));
  child.stdin.end(input);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
};

describe('the programs of the recipes', () => {
  it.each([
    ['nestjs', ['+15550100 was served', 'Draining: no further calls are received']],
    ['pino', ['"component":"relay","callId"', '"msg":"The flow is over"']],
    ['prometheus', ['support_line_calls_total{reason="hangup"} 1', 'relay_rx_frames_total', '/healthz: 200']],
    ['opentelemetry', ['\n  calling.play_and_collect', "'relay.result': 'digit'"]],
    ['proxy', ['The proxy was asked for 127.0.0.1:']],
  ])(
    '%s serves a call and ends',
    async (name, parts) => {
      const { code, output } = await start(['--import', 'tsx', `demos/recipes/${name}/main.ts`]);

      for (const part of parts) expect(output).toContain(part);
      expect(code).toBe(0);
    },
    LIMIT,
  );
});

// By ESLint's own class, in a process of its own: it imports its configuration, which Jest does not allow.
const LINT = (root: string): string => `
import { ESLint } from 'eslint';
import rules from ${JSON.stringify(pathToFileURL('demos/recipes/lint/eslint-rules.mjs').href)};
import { text } from 'node:stream/consumers';
const parserOptions = {
  projectService: { allowDefaultProject: ['demos/recipes/lint/*.ts'], defaultProject: 'tsconfig.json' },
  tsconfigRootDir: ${JSON.stringify(root)},
};
const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [...rules, { files: ['**/*.ts'], languageOptions: { parserOptions } }],
});
const filePath = 'demos/recipes/lint/flow.ts';
const found = [];
for (const code of JSON.parse(await text(process.stdin))) {
  const [{ messages }] = await eslint.lintText(code, { filePath });
  found.push(messages.map(({ line, ruleId, message }) => ({ line, ruleId, message })));
}
console.log(JSON.stringify(found));
`;

interface Message {
  readonly line: number;
  readonly ruleId: string | null;
  readonly message: string;
}

const HEAD = `import { RelayClient, eachCall, type Call } from 'relay-rx';
import { concat, firstValueFrom, ignoreElements, switchMap, takeUntil } from 'rxjs';

const client = new RelayClient();
const seconds$ = client.activeCalls$;
`;

const WRONG = [
  ['call.answer();', 'rxjs-x/no-floating-observables'],
  ["call.playTTS({ text: 'Hello.' }).wait();", '@typescript-eslint/no-floating-promises'],
  ['await call.answer();', '@typescript-eslint/await-thenable'],
  ["await call.playTTS({ text: 'Hello.' });", '@typescript-eslint/await-thenable'],
  ['call.events$.subscribe(() => call.hangup());', 'rxjs-x/no-misused-observables'],
  ['call.events$.subscribe(() => call.hangup().subscribe());', 'rxjs-x/no-nested-subscribe'],
  [
    'call.events$.subscribe(async () => void (await firstValueFrom(call.hangup())));',
    'rxjs-x/no-async-subscribe',
  ],
  [
    'await firstValueFrom(call.state$.pipe(takeUntil(seconds$), switchMap(() => call.hangup())));',
    'rxjs-x/no-unsafe-takeuntil',
  ],
  ['client.calls$.pipe(eachCall(flow));', 'rxjs-x/no-floating-observables'],
] as const;
const WRONG_FLOW = `${HEAD}export const flow = async (call: Call): Promise<void> => {
${WRONG.map(([line]) => `  ${line}`).join('\n')}
};
`;

const RIGHT_FLOW = `${HEAD}export const flow = async (call: Call): Promise<void> => {
  await firstValueFrom(call.answer());
  await call.playTTS({ text: 'Hello.' }).wait();
  await firstValueFrom(call.hangup());
};
client.calls$.pipe(eachCall(flow)).subscribe();
client.calls$.pipe(eachCall((call) => concat(call.answer().pipe(ignoreElements()), call.hangup()))).subscribe();
client.calls$.pipe(switchMap((call) => call.state$), takeUntil(seconds$)).subscribe();
await client.run((call) => call.hangup());
`;

describe('the lint rules of the recipes', () => {
  let found: readonly (readonly Message[])[];

  beforeAll(async () => {
    const files = [WRONG_FLOW, RIGHT_FLOW, readFileSync('demos/recipes/support-line.ts', 'utf8')];
    const eslint = ['--input-type=module', '--eval', LINT(process.cwd())];
    found = JSON.parse((await start(eslint, JSON.stringify(files))).output) as typeof found;
  }, LIMIT);

  it('find what is easily forgotten in a flow', () => {
    const first = HEAD.split('\n').length + 1;

    expect(found[0]?.map(({ line, ruleId }) => [WRONG[line - first]?.[0], ruleId])).toEqual(WRONG);
    expect(found[0]?.[0]?.message).toMatch(/^Observables must be subscribed to, returned/);
    expect(found[0]?.[2]?.message).toMatch(/^Unexpected `await` of a non-Promise/);
  });

  it('have nothing to say of flows that are right', () => {
    expect(found.slice(1)).toEqual([[], []]);
  });
});
