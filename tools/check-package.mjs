// Packs the package and looks at it as who installs it will: publint, attw, then an install elsewhere where every
// entry point is imported, required, and type-checked with what a consumer has, and no more.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

const entries = Object.keys(manifest.exports)
  .filter((name) => name !== './package.json')
  .map((name) => name.replace('.', manifest.name));

try {
  run(root, 'npm', 'pack', '--silent', '--pack-destination', elsewhere);
  const tarball = join(elsewhere, `${manifest.name}-${manifest.version}.tgz`);
  run(root, bin('publint'), 'run', tarball, '--strict');
  run(root, bin('attw'), tarball, '--profile', 'node16');

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

  const imports = entries
    .map((name, index) => `import * as e${index} from '${name}';\nvoid e${index};\n`)
    .join('');
  write('consumer.mts', imports);
  write('consumer.cts', imports);
  const strictly = { strict: true, noEmit: true, skipLibCheck: false, target: 'ES2022' };
  for (const options of [
    { module: 'NodeNext', lib: ['ES2022'], types: ['node'] },
    // A bundler's project may have no types of Node.
    { module: 'ESNext', moduleResolution: 'Bundler', lib: ['ESNext', 'DOM'], types: [] },
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
} catch (error) {
  // What a command had to say it has said.
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(elsewhere, { recursive: true, force: true });
}
