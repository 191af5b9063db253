import { execFile } from 'node:child_process';
import { join } from 'node:path';

const root = process.cwd();
const bin = (...path: readonly string[]): string => join(root, 'node_modules', ...path);
const runners = 'spec/testing/runners';

/** How each runner is started, and how it tells that one test passed and one did not. */
const started: [name: string, args: readonly string[], verdict: RegExp][] = [
  [
    'jest',
    [bin('jest', 'bin', 'jest.js'), '-i', '--verbose', '--testMatch', `**/${runners}/jest.ts`],
    /✓ is right[\s\S]*✕ is wrong[\s\S]*Tests: +1 failed, 1 passed, 2 total/,
  ],
  [
    'vitest',
    [bin('vitest', 'vitest.mjs'), 'run', '--config', `${runners}/vitest.config.ts`],
    /✓ is right[\s\S]*× is wrong[\s\S]*Tests +1 failed \| 1 passed \(2\)/,
  ],
  [
    'mocha',
    ['--import', 'tsx', bin('mocha', 'bin', 'mocha.js'), '--no-color', `${runners}/mocha.ts`],
    /✔ is right[\s\S]*1\) is wrong[\s\S]*1 passing[\s\S]*1 failing/,
  ],
  [
    'node:test',
    ['--import', 'tsx', '--test', '--test-reporter', 'tap', `${runners}/node-test.ts`],
    /\nok 1 - is right[\s\S]*\nnot ok 2 - is wrong[\s\S]*# pass 1\n# fail 1\n/,
  ],
];

const message = [
  'expectObservable: what happened is not what was expected.',
  '',
  '  expected  --------(x|)',
  '  actual    -----------(x|)',
  '',
  "  where     x = '1'",
  '',
  "At frame 8 the value '1' was expected; it came at frame 11.",
];

interface Run {
  readonly code: number | string | null | undefined;
  readonly output: string;
}

const run = (args: readonly string[]): Promise<Run> => {
  // What a runner is told by the one that it runs in is not meant for it.
  const { NODE_OPTIONS, JEST_WORKER_ID, NODE_TEST_CONTEXT, NODE_ENV, FORCE_COLOR, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: root, env: { ...env, NO_COLOR: '1', CI: '1' }, timeout: 100_000 },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : error.code, output: `${stdout}\n${stderr}` }),
    );
  });
};

/** Runners indent a message as they like. */
const withoutIndent = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');

describe('relayMarbles', () => {
  it.each(started)(
    'works with %s, which passes a right test, fails a wrong one, and shows the whole message',
    async (_, args, verdict) => {
      const { code, output } = await run(args);
      expect(output).toMatch(verdict);
      expect(code).toBe(1);
      expect(withoutIndent(output)).toContain(withoutIndent(message.join('\n')));
      // Where the expectation was written.
      expect(output).toMatch(/flow\.ts:17:\d+/);
    },
    120_000,
  );
});
