import { writeFile } from 'node:fs/promises';
import { EMPTY } from 'rxjs';
import { DEFAULT_HOST } from '../../protocol/constants.js';
import { UsageError, positionalsOf, textOf, type CliCommand, type CommandContext } from '../command.js';
import { read } from './conversation.js';
import { differences } from './differences.js';
import { probe } from './probe.js';
import { report } from './report.js';
import { simulated } from './simulated.js';

const help = `Usage: relay-rx compare <number> --from <number> [options]

Makes one short test call to a number that you give, with your own SignalWire project, and reports
each difference between what the service sent and what the simulator would have sent: fields, types
and words, never a number, an id or a credential. The person who answers hears two sentences, and
should press no key. The call costs what such a call costs; relay-rx asks before it is made.

The credentials are SIGNALWIRE_PROJECT_ID and SIGNALWIRE_API_TOKEN, or SIGNALWIRE_JWT_TOKEN.

Options:
  --from <number>   the number that is shown: one of your project's
  --yes             makes the call without asking, for scripts
  --report <file>   writes the report there, as Markdown; standard output by default
  --host <host>     the space; SIGNALWIRE_RELAY_HOST or SIGNALWIRE_SPACE by default
  --scheme <s>      wss or ws; SIGNALWIRE_RELAY_SCHEME, or wss, by default
  --help            this

The exit code is 0 when there is no difference, 1 when there is one or the service cannot be
reached.
`;

/** `relay-rx compare`: the service against the simulator. */
export const compareCommand: CliCommand = {
  name: 'compare',
  summary: 'makes a test call, and reports where the simulator differs from RELAY',
  help,
  options: {
    from: { type: 'string' },
    yes: { type: 'boolean' },
    report: { type: 'string' },
    host: { type: 'string' },
    scheme: { type: 'string' },
  },
  takesCommand: false,
  run: async (options, context) => {
    const { env, stdout, stderr } = context;
    const [to = ''] = positionalsOf(options, ['the number to call']);
    const from = textOf(options, 'from');
    if (from === undefined) throw new UsageError('--from is missing: a number of your project');
    for (const [name, number] of Object.entries({ 'the number to call': to, '--from': from }))
      if (!/^\+?\d{3,15}$/.test(number))
        throw new UsageError(`${name} must be a phone number, for example +15550100; got '${number}'`);
    const host =
      textOf(options, 'host') ?? (env['SIGNALWIRE_RELAY_HOST'] || env['SIGNALWIRE_SPACE'] || DEFAULT_HOST);
    const scheme = schemeOf(textOf(options, 'scheme') ?? (env['SIGNALWIRE_RELAY_SCHEME'] || 'wss'));
    const credentials = credentialsOf(env);
    if (
      options.values['yes'] !== true &&
      !(await agreed(`Call ${to} from ${from} by way of ${host}?`, context))
    )
      return 1;

    const call = { to, from };
    const callOptions = {
      ...credentials,
      host,
      scheme,
      caFile: env['SIGNALWIRE_RELAY_CA_FILE'],
      reconnect: () => EMPTY,
    };
    const frames = await probe(callOptions, call);
    const service = read(frames);
    const found = differences(service, read(await simulated(frames, call)));
    const text = report(found, service.shapes.size, new Date());
    const path = textOf(options, 'report');
    if (path === undefined) stdout(text);
    else {
      await writeFile(path, text);
      stderr(`relay-rx compare: ${found.length} differences, in ${path}\n`);
    }
    return found.length === 0 ? 0 : 1;
  },
};

function schemeOf(scheme: string): 'wss' | 'ws' {
  if (scheme === 'wss' || scheme === 'ws') return scheme;
  throw new UsageError(`--scheme must be wss or ws; got '${scheme}'`);
}

async function agreed(question: string, { ask }: CommandContext): Promise<boolean> {
  if (ask === undefined) throw new UsageError('there is nobody to ask: --yes makes the call without asking');
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `)).trim());
}

function credentialsOf(env: CommandContext['env']): { project?: string; token?: string; jwtToken?: string } {
  const jwtToken = env['SIGNALWIRE_JWT_TOKEN'];
  if (jwtToken) return { jwtToken };
  const [project, token] = [env['SIGNALWIRE_PROJECT_ID'], env['SIGNALWIRE_API_TOKEN']];
  if (!project || !token)
    throw new UsageError(
      `${project ? 'SIGNALWIRE_API_TOKEN' : 'SIGNALWIRE_PROJECT_ID'} is not set: the call is made with your own project`,
    );
  return { project, token };
}
