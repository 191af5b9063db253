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

/** What stage.ts is told, as JSON in its one argument. */
export interface Part extends Pick<Example, 'answers'>, Pick<Checked, 'uses'> {
  readonly module: string;
}

/** What a failed example printed, with what went wrong at the end; undefined when it did not fail. */
export type Failure = string | undefined;

/** More than a stage ever needs: it gives up by itself before. */
const LIMIT = 120_000;
/** Examples mostly wait, so that there are more at a time than there are cores. */
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
      // The lines are those of the file already; with the name they lead a reader there.
      const output = `${stdout}${stderr}`.replaceAll(sourceOf(folder, index), example.file);
      resolve(error ? `${output}${error.killed ? `stopped after ${LIMIT} ms` : ''}` : undefined);
    });
  });
};

/** Runs every example that is to run, a few at a time: what became of each by its index. */
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
