// Runs examples, each in a process of its own, on the stage that stage.ts sets.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { from, lastValueFrom, mergeMap } from 'rxjs';
import { nodeBundle } from '../node-bundle.js';
import { moduleText } from './check.js';
import type { Checked } from './check.js';
import type { Example } from './extract.js';

/** The argument of stage.ts, as JSON. */
export interface Part extends Pick<Example, 'answers'>, Pick<Checked, 'uses'> {
  readonly module: string;
}

/** The output of a failed example, with the error at the end; undefined if it passed. */
export type Failure = string | undefined;

/** Longer than the stage's own limit. */
const LIMIT = 120_000;
/** More than the number of cores, because examples mostly wait. */
const AT_A_TIME = 4;

/** How a module that the examples share, or one of them, is found under `folder` once it is built. */
const built = (folder: string, name: string): string => join(folder, 'built', `${name}.js`);

/**
 * Builds the stage and the examples, all at once, so that they share one copy of the library and a process has little
 * to load.
 */
const buildAll = async (root: string, folder: string, indices: readonly number[]): Promise<void> => {
  await build({
    ...nodeBundle(),
    entryPoints: {
      stage: join(root, 'tools/examples/stage.ts'),
      ...Object.fromEntries(indices.map((index) => [index, sourceOf(folder, index)])),
    },
    outdir: join(folder, 'built'),
    alias: {
      'relay-rx': join(root, 'tools/examples/relay-rx.ts'),
      'relay-rx/recording': join(root, 'lib/recording/index.ts'),
      'relay-rx/testing': join(root, 'lib/testing/index.ts'),
      'relay-rx/simulator': join(root, 'lib/simulator/index.ts'),
    },
    splitting: true,
    external: ['expect'],
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
};

const sourceOf = (folder: string, index: number): string => join(folder, `${index}.mts`);

const runOne = (
  root: string,
  folder: string,
  example: Example,
  index: number,
  uses: Checked['uses'],
): Promise<Failure> => {
  const part: Part = { module: built(folder, String(index)), uses, answers: example.answers };
  const args = ['--enable-source-maps', built(folder, 'stage'), JSON.stringify(part)];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, timeout: LIMIT }, (error, stdout, stderr) => {
      // The line numbers are already right; only the file's name is missing.
      const output = `${stdout}${stderr}`.replaceAll(sourceOf(folder, index), example.file);
      resolve(error ? `${output}${error.killed ? `stopped after ${LIMIT} ms` : ''}` : undefined);
    });
  });
};

/** Runs the examples, a few at a time; returns their outcomes by index. */
export const runExamples = async (
  root: string,
  examples: readonly Example[],
  checked: readonly Checked[],
): Promise<ReadonlyMap<number, Failure>> => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-rx-examples-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const failures = new Map<number, Failure>();
  const running = [...examples.entries()].filter(([, { runs }]) => runs);
  for (const [index, example] of running) writeFileSync(sourceOf(folder, index), moduleText(example));
  await buildAll(
    root,
    folder,
    running.map(([index]) => index),
  );
  const running$ = from(running).pipe(
    mergeMap(async ([index, example]) => {
      failures.set(index, await runOne(root, folder, example, index, checked[index]?.uses ?? []));
    }, AT_A_TIME),
  );
  await lastValueFrom(running$, { defaultValue: undefined });
  rmSync(folder, { recursive: true, force: true });
  return failures;
};
