import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { perform } from './support.js';

jest.setTimeout(60_000);

const made: string[] = [];
/** A folder with these files in it. */
const folderWith = (files: Readonly<Record<string, string>> = {}, parent = tmpdir()): string => {
  const folder = mkdtempSync(join(parent, '.relay-rx-init-'));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true })));

const init = (folder: string, ...args: readonly string[]) => perform(['init', ...args], {}, folder);
const textIn = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

describe('relay-rx init', () => {
  it('writes a package into an empty folder, and says the two commands to run', async () => {
    const folder = folderWith();
    const { code, stdout, stderr } = await init(folder);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(folder).sort()).toEqual([
      'app.js',
      'flow.js',
      'flow.test.js',
      'package.json',
      'scenario.yaml',
    ]);
    expect(JSON.parse(textIn(folder, 'package.json'))).toMatchObject({
      type: 'module',
      dependencies: { 'relay-rx': expect.stringMatching(/^\^\d/), rxjs: '^7.8.0' },
    });
    expect(stdout).toContain(
      '\n  node --test\n  npx relay-rx simulate --scenario scenario.yaml -- node app.js\n',
    );
    expect(stdout).toContain('\n  npm install relay-rx rxjs\n');
    for (const name of readdirSync(folder)) expect(stdout).toMatch(new RegExp(`^ {2}${name} +\\w`, 'm'));
  });

  it.each([
    ['{ "type": "module" }', 'js'],
    ['{ "type": "commonjs" }', 'mjs'],
    ['{ "dependencies": {} }', 'mjs'],
  ])('leaves a package.json of %s as it is, and writes .%s', async (manifest, extension) => {
    const folder = folderWith({ 'package.json': manifest });
    const { stdout } = await init(folder);

    expect(textIn(folder, 'package.json')).toBe(manifest);
    expect(readdirSync(folder)).toContain(`flow.test.${extension}`);
    expect(textIn(folder, `flow.test.${extension}`)).toContain(`from './flow.${extension}'`);
    expect(textIn(folder, `app.${extension}`)).toContain(`from './flow.${extension}'`);
    expect(stdout).toContain(`-- node app.${extension}\n`);
  });

  it.each(['flow.js', 'flow.test.js', 'app.js', 'scenario.yaml'])(
    'writes nothing where %s exists',
    async (name) => {
      const manifest = '{ "type": "module" }';
      const folder = folderWith({ 'package.json': manifest, [name]: 'mine' });

      expect(await init(folder)).toEqual({
        code: 2,
        stdout: '',
        stderr: `relay-rx init: ${name} exists in ${folder}, and init overwrites nothing: nothing was written\n`,
      });
      expect(readdirSync(folder).sort()).toEqual([name, 'package.json'].sort());
      expect(textIn(folder, name)).toBe('mine');
    },
  );

  it('does not follow a link to nowhere', async () => {
    const folder = folderWith();
    symlinkSync(join(folder, 'nowhere'), join(folder, 'flow.js'));

    expect((await init(folder)).stderr).toContain('flow.js exists in');
    expect(readdirSync(folder)).toEqual(['flow.js']);
  });

  it('says in a line what it cannot read, and what it does not take', async () => {
    const folder = folderWith({ 'package.json': '{' });

    expect(await init(folder)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^relay-rx init: .*package\.json cannot be read: .*\n$/),
    });
    expect((await init(folder, 'elsewhere')).stderr).toMatch(
      /'elsewhere' is one argument too many: it writes into the folder that it is run in/,
    );
  });

  it('writes a test that passes', async () => {
    // Inside of this package, where its own name and RxJS are found.
    const folder = folderWith({ 'package.json': '{ "type": "module" }' }, join(process.cwd(), 'spec', 'cli'));
    await init(folder);
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--test', join(folder, 'flow.test.js')],
      { encoding: 'utf8', env: { ...process.env, NODE_TEST_CONTEXT: undefined } },
    );

    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/pass 2$/m) });
  });
});
