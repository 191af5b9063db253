import { asyncScheduler } from 'rxjs';
import { isHostName, withoutUser } from '../client/host-name.js';
import { readBundle } from '../client/pem-files.js';
import { DEFAULT_HOST } from '../protocol/constants.js';
import { Masker, readMask } from '../recording/mask.js';
import { RecordFile } from '../recording/record-file.js';
import { Recorder } from '../recording/recorder.js';
import { runChild, untilSignal } from './child.js';
import {
  UsageError,
  numberOf,
  positionalsOf,
  textOf,
  type CliCommand,
  type CommandOptions,
} from './command.js';
import { pemFor } from './pem-file.js';
import { openProxy, type Upstream } from './proxy.js';

const help = `Usage: relay-rx record <file> [options] -- <command> [arguments]

Runs a command and records what passes between it and RELAY, whatever client it uses: relay-rx
listens on this machine, SIGNALWIRE_SPACE and SIGNALWIRE_RELAY_SCHEME of the command point there,
and everything is passed on to the real space. Without a command it says what to set, and records
until Ctrl-C. The exit code is the command's.

Options:
  --mask <what>     numbers, digits or both, with a comma between: phone numbers, and what callers
                    press. Credentials are always masked.
  --host <host>     the space; SIGNALWIRE_RELAY_HOST or SIGNALWIRE_SPACE by default
  --scheme <s>      wss or ws; SIGNALWIRE_RELAY_SCHEME, or wss, by default
  --port <port>     where to listen; a free port by default
  --help            this
`;

/** `relay-rx record`: a proxy that records all frames. */
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
  run: async (options, { stderr, env }) => {
    const [path = ''] = positionalsOf(options, ['the file to record to'], ': a command stands after --');
    const masker = new Masker(maskOf(options));
    const upstream = upstreamOf(options, env);
    const port = numberOf(options, 'port', 0, 65_535) ?? 0;

    const troubles: Error[] = [];
    const complain = (error: Error): void => {
      troubles.push(error);
      stderr(`relay-rx record: ${error.message}\n`);
    };
    let file: RecordFile | undefined;
    const recorder = new Recorder(masker, (text) => file?.write(text));
    const proxy = await openProxy({ upstream, port, recorder, scheduler: asyncScheduler, trouble: stderr });
    const set = {
      SIGNALWIRE_SPACE: proxy.host,
      SIGNALWIRE_RELAY_SCHEME: 'ws',
      // It takes precedence over the space: if it is set, the client would bypass the proxy.
      ...(env['SIGNALWIRE_RELAY_HOST'] && { SIGNALWIRE_RELAY_HOST: proxy.host }),
    };
    try {
      // Opened last, because it replaces an earlier recording: no other error can follow.
      file = new RecordFile(path, complain);
      if (!(await file.opened())) return 1;
      recorder.start(asyncScheduler.now());
      const [command, ...args] = options.rest;
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
      await file?.ended();
    }
  },
};

function maskOf(options: CommandOptions): ReturnType<typeof readMask> {
  const text = textOf(options, 'mask');
  if (text === undefined) return [];
  try {
    return readMask(text.split(','), '--mask');
  } catch (error) {
    throw new UsageError(`--mask must be numbers, digits or numbers,digits; got '${text}'`, { cause: error });
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

function upstreamOf(options: CommandOptions, env: Environment): Upstream {
  const host = settingOf(
    options,
    env,
    'host',
    env['SIGNALWIRE_RELAY_HOST'] ? 'SIGNALWIRE_RELAY_HOST' : 'SIGNALWIRE_SPACE',
    DEFAULT_HOST,
  );
  const scheme = settingOf(options, env, 'scheme', 'SIGNALWIRE_RELAY_SCHEME', 'wss');
  if (scheme.value !== 'wss' && scheme.value !== 'ws')
    throw new UsageError(`${scheme.name} must be wss or ws; got '${scheme.value}'`);
  const url = `${scheme.value}://${host.value}`;
  if (!isHostName(host.value))
    throw new UsageError(
      `${host.name} must be a host name, for example your-space.signalwire.com; got '${withoutUser(host.value)}'`,
    );
  const caFile = env['SIGNALWIRE_RELAY_CA_FILE'];
  if (!caFile) return { url };
  return { url, ca: pemFor(UsageError, () => readBundle('SIGNALWIRE_RELAY_CA_FILE', caFile)) };
}

/** The value of an option, or else of an environment variable, with the name of its source. */
function settingOf(
  options: CommandOptions,
  env: Environment,
  option: string,
  variable: string,
  fallback: string,
) {
  const value = textOf(options, option);
  return value === undefined
    ? { name: variable, value: env[variable] || fallback }
    : { name: `--${option}`, value };
}
