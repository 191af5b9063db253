import { DEFAULT_HOST } from '../protocol/constants.js';
import { asyncScheduler } from 'rxjs';
import { Masker, readMask } from '../testing/recording/mask.js';
import { RecordFile } from '../testing/recording/record-file.js';
import { Recorder } from '../testing/recording/recorder.js';
import { runChild, untilSignal } from './child.js';
import { UsageError, numberOf, positionalsOf, textOf, type CliCommand, type Given } from './command.js';
import { openProxy, type Upstream } from './proxy.js';

const help = `Usage: relay-rx record <file> [options] -- <command> [arguments]

Runs a command and records what passes between it and RELAY, whatever client it uses: relay-rx
listens on this machine, SIGNALWIRE_SPACE and SIGNALWIRE_RELAY_SCHEME of the command point there,
and everything is passed on to the real space. Without a command it says what to set, and records
until Ctrl-C. The exit code is the command's.

Options:
  --mask <what>     numbers, digits or both, with a comma between: phone numbers, and what callers
                    press. Credentials are always masked.
  --host <host>     the space; SIGNALWIRE_SPACE by default
  --scheme <s>      wss or ws; SIGNALWIRE_RELAY_SCHEME, or wss, by default
  --port <port>     where to listen; a free port by default
  --help            this
`;

/** `relay-rx record`: a proxy that writes down what passes. */
export const recordCommand: CliCommand = {
  name: 'record',
  summary: 'records what passes between a command and RELAY',
  help,
  options: {
    mask: { type: 'string' },
    host: { type: 'string' },
    scheme: { type: 'string' },
    port: { type: 'string' },
  },
  takesCommand: true,
  run: async (given, { stderr, env }) => {
    const [path = ''] = positionalsOf(given, ['the file to record to'], ': a command stands after --');
    const masker = new Masker(maskOf(given));
    const upstream = upstreamOf(given, env);
    const port = numberOf(given, 'port', 0, 65_535) ?? 0;

    const troubles: Error[] = [];
    const complain = (error: Error): void => {
      troubles.push(error);
      stderr(`relay-rx record: ${error.message}\n`);
    };
    const file = await RecordFile.open(path, complain);
    const recorder = new Recorder(masker, (text) => file.write(text));
    recorder.start(asyncScheduler.now());
    const proxy = await openProxy({ upstream, port, recorder, scheduler: asyncScheduler, trouble: stderr });
    const set = { SIGNALWIRE_SPACE: proxy.host, SIGNALWIRE_RELAY_SCHEME: 'ws' };
    try {
      const [command, ...args] = given.rest;
      if (command !== undefined) {
        const code = await runChild(command, args, { ...env, ...set });
        return code === 0 && troubles.length > 0 ? 1 : code;
      }
      const lines = Object.entries(set).map(([name, value]) => `  export ${name}=${value}\n`);
      stderr(`Recording to ${path} until Ctrl-C. For the client to record:\n\n${lines.join('')}\n`);
      await untilSignal();
      return troubles.length > 0 ? 1 : 0;
    } finally {
      await proxy.close();
      await file.ended();
    }
  },
};

function maskOf(given: Given): ReturnType<typeof readMask> {
  const text = textOf(given, 'mask');
  if (text === undefined) return [];
  try {
    return readMask(text.split(','), '--mask');
  } catch (error) {
    throw new UsageError(`--mask must be numbers, digits or numbers,digits; got '${text}'`, { cause: error });
  }
}

function upstreamOf(given: Given, env: Readonly<Record<string, string | undefined>>): Upstream {
  const host = textOf(given, 'host') ?? (env['SIGNALWIRE_SPACE'] || DEFAULT_HOST);
  const scheme = textOf(given, 'scheme') ?? (env['SIGNALWIRE_RELAY_SCHEME'] || 'wss');
  if (scheme !== 'wss' && scheme !== 'ws')
    throw new UsageError(`--scheme must be wss or ws; got '${scheme}'`);
  if (!/^[^\s/\\@?#]+$/.test(host) || !URL.canParse(`${scheme}://${host}`))
    throw new UsageError(
      `--host must be a host name, for example your-space.signalwire.com; got '${host.replace(/^.*@/s, '***@')}'`,
    );
  const ca = env['SIGNALWIRE_RELAY_CA_FILE'];
  return { url: `${scheme}://${host}`, ...(ca && { caFile: ca }) };
}
