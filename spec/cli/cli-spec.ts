import { readFileSync } from 'node:fs';
import { commands } from '../../lib/cli/commands.js';
import { perform, run, start } from './support.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

// Each starts processes of its own, which take their time on a busy machine.
jest.setTimeout(30_000);

describe('relay-rx', () => {
  it('says what there is', async () => {
    const { code, stdout, stderr } = await perform(['--help']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { name, summary } of commands)
      expect(stdout).toMatch(new RegExp(`^ {2}${name} +${summary}$`, 'm'));
  });

  it('has the version of the package', async () => {
    expect(await perform(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each(commands.map(({ name }) => name))('%s says what it takes: all of its options', async (name) => {
    const { code, stdout } = await perform([name, '--help']);
    const { options } = commands.find((command) => command.name === name)!;

    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: relay-rx ${name} `));
    for (const option of [...Object.keys(options), 'help'])
      expect(stdout).toMatch(new RegExp(`^ {2}--${option} `, 'm'));
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it.each([
    [[], 'relay-rx: a command is missing'],
    [['sing'], "relay-rx: 'sing' is no command"],
    [['trace'], 'relay-rx trace: the recording is missing\nSee relay-rx trace --help'],
    [['trace', 'a', 'b'], "relay-rx trace: 'b' is one argument too many"],
    [
      ['trace', 'a', '--width', '39'],
      "relay-rx trace: --width must be a whole number from 40 to 1000; got '39'",
    ],
    [['trace', 'a', '--width', '1e3'], "got '1e3'"],
    [['trace', '--wide'], "relay-rx trace: Unknown option '--wide'\nSee"],
    [['trace', 'a', '--svg'], "relay-rx trace: Option '--svg <value>' argument missing"],
    [['record'], 'relay-rx record: the file to record to is missing'],
    [
      ['record', 'x', 'node', 'app.js'],
      "relay-rx record: 'node' is one argument too many: a command stands after --",
    ],
    [
      ['record', 'x', '--mask', 'pins'],
      "relay-rx record: --mask must be numbers, digits or numbers,digits; got 'pins'",
    ],
    [['record', 'x', '--scheme', 'http'], "relay-rx record: --scheme must be wss or ws; got 'http'"],
    [['record', 'x', '--host', 'wss://a.b'], 'relay-rx record: --host must be a host name, for example'],
    [['record', 'x', '--host', 'user:secret@a.b'], "got '***@a.b'"],
    [['record', 'x', '--port', '65536'], 'relay-rx record: --port must be a whole number from 0 to 65535'],
    [['replay', 'x'], 'relay-rx replay: the module is missing'],
  ])('%j is a mistake in its use: exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await perform(args);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr).not.toContain('secret');
  });

  it.each([
    [{ SIGNALWIRE_RELAY_SCHEME: 'http' }, "SIGNALWIRE_RELAY_SCHEME must be wss or ws; got 'http'"],
    [
      { SIGNALWIRE_SPACE: 'user:secret@a.b' },
      "SIGNALWIRE_SPACE must be a host name, for example your-space.signalwire.com; got '***@a.b'",
    ],
    [
      { SIGNALWIRE_RELAY_CA_FILE: 'no/ca.pem' },
      "SIGNALWIRE_RELAY_CA_FILE must be a file that can be read, with certificates in PEM form; got 'no/ca.pem' (ENOENT)",
    ],
  ])('%j is a mistake in its surroundings: exit code 2', async (env, message) => {
    expect(await perform(['record', 'no/such/folder.jsonl'], env)).toEqual({
      code: 2,
      stdout: '',
      stderr: `relay-rx record: ${message}\nSee relay-rx record --help\n`,
    });
  });

  it.each([
    [['trace', 'no.jsonl'], 'relay-rx trace: no.jsonl cannot be read: there is no such file\n'],
    [['trace', 'package.json'], 'relay-rx trace: package.json, line 1: not JSON\n'],
    [['record', 'no/such/folder.jsonl'], 'relay-rx record: no/such/folder.jsonl cannot be written: ENOENT'],
  ])('%j fails: exit code 1', async (args, message) => {
    const { code, stdout, stderr } = await perform(args);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('draws a recording, and stops without a word when nobody reads on', async () => {
    const [drawn, { child, ended }] = [
      run(['trace', 'demos/recordings/menu.jsonl', '--width', '100']),
      start(['trace', 'demos/recordings/menu.jsonl']),
    ];
    child.stdout!.destroy();

    expect(await drawn).toEqual({
      code: 0,
      stdout: readFileSync('spec/recording/golden/menu.txt', 'utf8'),
      stderr: '',
    });
    expect(await ended).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
