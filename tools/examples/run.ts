// Runs examples, each in a process of its own, on the stage that stage.ts sets.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filter, from, lastValueFrom, mergeMap } from 'rxjs';
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
const LIMIT = 30_000;
/** Examples mostly wait, so that there are more at a time than there are cores. */
const AT_A_TIME = 4;

const runOne = (
  root: string,
  folder: string,
  example: Example,
  index: number,
  uses: Checked['uses'],
): Promise<Failure> => {
  const module = join(folder, `${index}.mts`);
  writeFileSync(module, moduleText(example));
  const part: Part = { module, uses, answers: example.answers };
  const args = ['--import', 'tsx', join(root, 'tools/examples/stage.ts'), JSON.stringify(part)];
  const env = { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tools/examples/tsconfig.run.json') };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, env, timeout: LIMIT }, (error, stdout, stderr) => {
      // The lines are those of the file already; with the name they lead a reader there.
      const output = `${stdout}${stderr}`.replaceAll(module, example.file);
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
  const running$ = from(examples.entries()).pipe(
    filter(([, { runs }]) => runs),
    mergeMap(async ([index, example]) => {
      failures.set(index, await runOne(root, folder, example, index, checked[index]?.uses ?? []));
    }, AT_A_TIME),
  );
  await lastValueFrom(running$, { defaultValue: undefined });
  rmSync(folder, { recursive: true, force: true });
  return failures;
};
