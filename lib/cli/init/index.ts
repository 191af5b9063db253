import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { DEFAULT_AGENT } from '../../protocol/constants.js';
import { SetupError, positionalsOf, type CliCommand } from '../command.js';
import { packageFile, starterFiles, type Extension, type StarterFile } from './starter-files.js';

const help = `Usage: relay-rx init [options]

Writes a first flow into this folder, with its test, a program that answers calls with it, and a
scenario of callers: plain ES modules, for node --test and relay-rx simulate. Without a package.json
it writes one. A file that exists is never overwritten: then nothing is written.

Options:
  --help  this
`;

/** The range of RxJS that this package works with. */
const RXJS = '^7.8.0';

/** `relay-rx init`: a first flow, its test and a scenario. */
export const initCommand: CliCommand = {
  name: 'init',
  summary: 'writes a first flow, its test and a scenario here',
  help,
  options: {},
  takesCommand: false,
  run: (options, { stdout, folder }) => {
    positionalsOf(options, [], ': it writes into the folder that it is run in');
    const { extension, files } = planFor(folder);
    writeNew(folder, files);
    stdout(summaryOf(files, extension, hasPackages(folder)));
    return Promise.resolve(0);
  },
};

function planFor(folder: string): { readonly extension: Extension; readonly files: readonly StarterFile[] } {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) {
    const manifest = packageFile(DEFAULT_AGENT.replace('relay-rx/', ''), RXJS);
    return { extension: 'js', files: [manifest, ...starterFiles('js')] };
  }
  const extension = typeOf(file) === 'module' ? 'js' : 'mjs';
  return { extension, files: starterFiles(extension) };
}

function typeOf(file: string): unknown {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { readonly type?: unknown } | null)?.type;
  } catch (cause) {
    throw new SetupError(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** Writes all files, or none if one of them exists. Never overwrites a file, even one created in the meantime. */
function writeNew(folder: string, files: readonly StarterFile[]): void {
  const there = files.filter(({ name }) => lstatSync(join(folder, name), { throwIfNoEntry: false }));
  if (there.length > 0) {
    const names = there.map(({ name }) => name).join(', ');
    const exist = there.length === 1 ? 'exists' : 'exist';
    throw new SetupError(`${names} ${exist} in ${folder}, and init overwrites nothing: nothing was written`);
  }
  for (const { name, text } of files)
    try {
      writeFileSync(join(folder, name), text, { flag: 'wx' });
    } catch (cause) {
      throw new SetupError(`${name} cannot be written: ${(cause as Error).message}`, { cause });
    }
}

/** Whether the packages that the files import are installed. */
function hasPackages(folder: string): boolean {
  const { resolve: find } = createRequire(resolve(folder, 'package.json'));
  return ['relay-rx', 'rxjs'].every((name) => {
    try {
      return find(name) !== '';
    } catch {
      return false;
    }
  });
}

function summaryOf(files: readonly StarterFile[], extension: Extension, isInstalled: boolean): string {
  const what: Readonly<Record<string, string>> = {
    'package.json': 'this folder as a package of ES modules',
    [`flow.${extension}`]: 'the flow of a call',
    [`flow.test.${extension}`]: 'its test, in virtual time',
    [`app.${extension}`]: 'answers calls with it',
    'scenario.yaml': 'callers for it',
  };
  return [
    'Written:\n',
    ...files.map(({ name }) => `  ${name.padEnd(15)}${what[name] ?? ''}\n`),
    '\n',
    ...(isInstalled ? [] : ['Install what they import:\n\n  npm install relay-rx rxjs\n\n']),
    'Run the test, and then the callers of the scenario:\n',
    '\n',
    '  node --test\n',
    `  npx relay-rx simulate --scenario scenario.yaml -- node app.${extension}\n`,
    '\n',
    'With --open instead of the scenario, you can call the flow from a phone in your browser.\n',
  ].join('');
}
