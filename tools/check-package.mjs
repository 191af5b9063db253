// Packs the package and looks at it as who installs it will: publint, attw, then an install elsewhere where every
// entry point is imported, required, and type-checked with what a consumer has, and no more.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemsOfTypes } from './check-types.mjs';

const root = join(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const elsewhere = mkdtempSync(join(tmpdir(), 'relay-rx-consumer-'));

const run = (cwd, command, ...args) => execFileSync(command, args, { cwd, stdio: 'inherit' });
const bin = (name) => join(root, 'node_modules', '.bin', name);
const write = (name, text) => writeFileSync(join(elsewhere, name), text);

/** Runs a program in which `entries` are loaded, and which fails when one of them has nothing to offer. */
const load = (file, loading) => {
  write(
    file,
    `(async () => {\n${loading}\n})().catch((error) => { console.error(error); process.exit(1); });\n`,
  );
  run(elsewhere, process.execPath, file);
};

/** Bytes of everything in the tarball, of all but source maps, and how many files it has at most. */
const LIMITS = { bytes: 2_800_000, bytesWithoutMaps: 1_500_000, files: 120 };

/** Fails when the package is too large, or a map in it has no sources. */
function checkSize(contents) {
  const files = readdirSync(contents, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const bytes = (list) => list.reduce((sum, file) => sum + statSync(file).size, 0);
  const maps = files.filter((file) => file.endsWith('.map'));
  const sizes = { bytes: bytes(files), bytesWithoutMaps: bytes(files) - bytes(maps), files: files.length };
  console.log(`unpacked: ${JSON.stringify(sizes)}, at most ${JSON.stringify(LIMITS)}`);
  for (const [name, limit] of Object.entries(LIMITS)) {
    if (sizes[name] > limit)
      throw new Error(`The package has ${sizes[name]} ${name}, at most ${limit} are allowed`);
  }
  for (const map of maps) {
    const { sources, sourcesContent } = JSON.parse(readFileSync(map, 'utf8'));
    const complete = sourcesContent?.length === sources.length && !sourcesContent.includes(null);
    if (!complete) throw new Error(`${map} does not contain its sources`);
  }
}

/** Fails when README.md links to, or shows, a file that who installs the package does not have. */
function checkReadme(contents) {
  const text = readFileSync(join(contents, 'README.md'), 'utf8').replace(/^```[^]*?^```/gm, '');
  const targets = [...text.matchAll(/\]\(([^)\s]+)|(?:src|srcset|href)="([^"]+)"/g)]
    .map(([, link, attribute]) => link ?? attribute)
    .filter((target) => !/^(?:[a-z]+:|#)/.test(target))
    .map((target) => target.replace(/#.*/, ''));
  const missing = targets.filter((target) => !existsSync(join(contents, target)));
  if (missing.length > 0) throw new Error(`README.md links to files that are not published: ${missing}`);
}

/** Reports what importing costs more than rxjs and ws alone: a figure to read, since a busy machine is slower. */
function reportImportCost() {
  const measure = (specifiers) => {
    const imports = specifiers.map((name) => `await import('${name}');`).join('');
    const code = `const from = performance.now(); ${imports} console.log(performance.now() - from)`;
    const times = Array.from({ length: 7 }, () =>
      Number(
        execFileSync(process.execPath, ['--input-type=module', '-e', code], {
          cwd: elsewhere,
          encoding: 'utf8',
        }),
      ),
    );
    return Math.min(...times);
  };
  const base = measure(['rxjs', 'ws']);
  const whole = measure(['rxjs', 'ws', manifest.name]);
  console.log(
    `import: ${(whole - base).toFixed()} ms above rxjs and ws (${base.toFixed()} ms); 40 ms is the aim`,
  );
}

const entries = Object.keys(manifest.exports)
  .filter((name) => name !== './package.json')
  .map((name) => name.replace('.', manifest.name));

/** Fails when what `init` writes into an empty folder does not compile, pass its test, or serve its callers. */
function checkStart(program) {
  const folder = join(elsewhere, 'first');
  mkdirSync(folder);
  const said = execFileSync(program, ['init'], { cwd: folder, encoding: 'utf8' });
  const files = ['flow.js', 'flow.test.js', 'app.js'];
  const compilerOptions = { checkJs: true, strict: true, noEmit: true, module: 'NodeNext', types: ['node'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  run(folder, bin('tsc'), '-p', '.');
  const [test, scenario] = said.match(/^ {2}(node|npx) .*$/gm).map((line) => line.trim().split(' '));
  run(folder, process.execPath, ...test.slice(1));
  // On a free port, whatever else runs on this machine.
  run(folder, program, 'simulate', '--port', '0', ...scenario.slice(3));
  console.log('init: compiled, tested and run');
}

try {
  run(root, 'npm', 'pack', '--silent', '--pack-destination', elsewhere);
  const tarball = join(elsewhere, `${manifest.name}-${manifest.version}.tgz`);
  run(root, bin('publint'), 'run', tarball, '--strict');
  run(root, bin('attw'), tarball);
  const contents = join(elsewhere, 'contents');
  mkdirSync(contents);
  run(elsewhere, 'tar', '-xzf', tarball, '--strip-components=1', '-C', contents);
  checkSize(contents);
  checkReadme(contents);
  const problems = problemsOfTypes(join(contents, 'dist'));
  if (problems.length > 0) throw new Error(problems.join('\n'));

  // As a consumer has them: rxjs, and the types of Node. @types/ws is ours alone.
  write('package.json', '{ "private": true }');
  run(
    elsewhere,
    'npm',
    'install',
    ...['--silent', '--prefer-offline', '--no-audit', '--no-fund'],
    tarball,
    `rxjs@${manifest.peerDependencies.rxjs}`,
    `@types/node@${manifest.devDependencies['@types/node']}`,
  );

  const check = 'if (Object.keys(entry).length === 0) throw new Error(`${name} exports nothing`);';
  const list = JSON.stringify(entries);
  load('esm.mjs', `for (const name of ${list}) { const entry = await import(name); ${check} }`);
  load('cjs.cjs', `for (const name of ${list}) { const entry = require(name); ${check} }`);

  // A library that requires and a program that imports share one class.
  load(
    'shared.mjs',
    `const { createRequire } = await import('node:module');
     for (const name of ${list}) {
       const imported = await import(name);
       const required = createRequire(import.meta.url)(name);
       for (const [key, value] of Object.entries(required)) {
         if (imported[key] !== value) throw new Error(\`\${name}: \${key} exists twice\`);
       }
     }`,
  );
  reportImportCost();

  const imports = entries
    .map((name, index) => `import * as e${index} from '${name}';\nvoid e${index};\n`)
    .join('');
  write('consumer.mts', imports);
  write('consumer.cts', imports);
  const strictly = { strict: true, noEmit: true, skipLibCheck: false, target: 'ES2022' };
  for (const options of [
    { module: 'NodeNext', lib: ['ES2022'], types: ['node'] },
    // A bundler's project may have no types of Node, and has TypeScript's default libs.
    { module: 'ESNext', moduleResolution: 'Bundler', types: [] },
    { module: 'Node16', types: [] },
  ]) {
    const compilerOptions = { ...strictly, ...options };
    write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['consumer.mts', 'consumer.cts'] }));
    run(elsewhere, bin('tsc'), '-p', '.');
  }
  console.log(`${entries.join(', ')}: imported, required and type-checked`);

  // The program runs as npm has put it there, by node alone.
  const program = join(elsewhere, 'node_modules', '.bin', Object.keys(manifest.bin)[0]);
  const recording = join(root, 'demos', 'recordings', 'menu.jsonl');
  const says = (pattern, ...args) => {
    const output = execFileSync(program, args, { cwd: elsewhere, encoding: 'utf8' });
    if (!pattern.test(output)) throw new Error(`${program} ${args.join(' ')} says\n${output}`);
  };
  says(/^Usage: relay-rx /, '--help');
  says(new RegExp(`^${manifest.version}$`, 'm'), '--version');
  says(/^ {2}play_and_collect .*\(fd\|\)$/m, 'trace', recording);
  console.log(`${Object.keys(manifest.bin).join(', ')}: installed and run`);
  checkStart(program);
} catch (error) {
  // What a command had to say it has said.
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(elsewhere, { recursive: true, force: true });
}
