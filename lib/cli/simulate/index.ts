import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Subscription, firstValueFrom, from, timer } from 'rxjs';
import { RecordFile } from '../../recording/record-file.js';
import { startChild, untilSignal } from '../child.js';
import { SetupError, USAGE, type CliCommand, type CommandContext } from '../command.js';
import { bannerOf, environmentOf, isLocal, linesOf, phoneUrl } from './banner.js';
import { help } from './help.js';
import { LinkRecorder } from './link-recorder.js';
import { openBrowser } from './open-browser.js';
import { PhoneFiles } from './phone-files.js';
import { contextsOf, performScenario } from './scenario-run.js';
import { startServer, type RunningServer } from './server.js';
import { settingsOf, type SimulateSettings } from './settings.js';
import { Simulation } from './simulation.js';

/** Milliseconds for a command to end after the signal. */
const GRACE = 1000;

/** `relay-rx simulate`: RELAY on this machine, with a phone in the browser. */
export const simulateCommand: CliCommand = {
  name: 'simulate',
  summary: 'RELAY on this machine, with a phone in the browser',
  help,
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    'allow-host': { type: 'string', multiple: true },
    project: { type: 'string' },
    token: { type: 'string' },
    scenario: { type: 'string' },
    junit: { type: 'string' },
    wait: { type: 'string' },
    record: { type: 'string' },
    speed: { type: 'string' },
    cert: { type: 'string' },
    key: { type: 'string' },
    open: { type: 'boolean' },
    quiet: { type: 'boolean' },
  },
  takesCommand: true,
  run: async (options, context) => {
    const settings = settingsOf(options);
    const signal = untilSignal();
    const troubles: string[] = [];
    const complain = (text: string): void => {
      troubles.push(text);
      context.stderr(`relay-rx simulate: ${text}\n`);
    };
    let server: RunningServer | undefined;
    const environment = (): Readonly<Record<string, string>> =>
      environmentOf(settings, { host: server?.host ?? '' });
    const simulation = new Simulation({
      ...settings,
      environment: () => linesOf(environment()),
      flowModule: flowModuleIn(context.folder),
    });
    let file: RecordFile | undefined;
    try {
      const recorder =
        settings.record === undefined ? undefined : new LinkRecorder((text) => file?.write(text));
      server = await listen(settings, simulation, context, recorder);
      if (settings.record !== undefined) {
        // Opened last, because it replaces an earlier recording: no other error can follow.
        file = new RecordFile(settings.record, (error) => complain(error.message));
        if (!(await file.opened())) return USAGE;
        recorder?.start();
      }
      const code = await serveUntilDone(settings, simulation, server, context, signal, environment());
      return code === 0 && troubles.length > 0 ? 1 : code;
    } finally {
      signal.cancel();
      simulation.close();
      await server?.close();
      await file?.ended();
    }
  },
};

/** The flow that `relay-rx init` has written: `flow.mjs` if only that exists, and otherwise `flow.js`. */
function flowModuleIn(folder: string): string {
  const isThere = (name: string): boolean => existsSync(join(folder, name));
  return isThere('flow.mjs') && !isThere('flow.js') ? './flow.mjs' : './flow.js';
}

async function listen(
  settings: SimulateSettings,
  simulation: Simulation,
  { phoneFolder }: CommandContext,
  recorder: LinkRecorder | undefined,
): Promise<RunningServer> {
  const { host, port } = settings;
  try {
    return await startServer({ ...settings, simulation, recorder, files: new PhoneFiles(phoneFolder) });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why =
      code === 'EADDRINUSE'
        ? `port ${port} is in use: choose another with --port, or 0 for a free one`
        : code === 'EACCES'
          ? `port ${port} may not be used: choose another with --port`
          : code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL'
            ? `--host ${host} is no address of this machine`
            : message;
    throw new SetupError(why, { cause });
  }
}

/** Runs the server until the program ends. Resolves to the exit code. */
async function serveUntilDone(
  settings: SimulateSettings,
  simulation: Simulation,
  server: RunningServer,
  { stdout, stderr, keyboard, env, isTerminal }: CommandContext,
  signal: ReturnType<typeof untilSignal>,
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const { scenario, wait, quiet, host } = settings;
  const say = (text: string): void => {
    if (!quiet) stderr(`relay-rx simulate: ${text}\n`);
  };
  if (!isLocal(host))
    stderr(
      `relay-rx simulate: --host ${host} is open to others: any machine that reaches port ${server.port} can drive this simulator\n`,
    );
  stdout(bannerOf(settings, server));
  if (settings.open) {
    const url = phoneUrl(settings, server);
    openBrowser(url, () => say(`no browser could be opened: the phone is at ${url}`));
  }

  const life = new Subscription();
  const interrupted = signal.then(() => 0);
  const endings: Promise<number>[] = [interrupted];
  const [command, ...args] = settings.command;
  const child =
    command === undefined
      ? undefined
      : startChild(command, args, { ...env, SIGNALWIRE_RELAY_HOST: undefined, ...environment });
  try {
    if (child !== undefined)
      endings.push(
        child.exit.then((code) => {
          if (scenario === undefined || life.closed) return code;
          say(`the command ended with ${code} before the scenario did`);
          return 1;
        }),
      );
    if (wait !== undefined) {
      const contexts = scenario === undefined ? [] : contextsOf(scenario.plan);
      const ready = firstValueFrom(simulation.receives(contexts), { defaultValue: undefined });
      const late = new Promise<'late'>((resolve) => {
        life.add(timer(wait).subscribe(() => resolve('late')));
      });
      const outcome = await Promise.race([ready, late, ...endings]);
      if (outcome === 'late') {
        say(`${missing(simulation, contexts)} within ${wait / 1000} s`);
        return 1;
      }
      if (typeof outcome === 'number') return outcome;
    }
    if (scenario !== undefined)
      endings.push(
        performScenario(simulation, {
          ...scenario,
          junit: settings.junit,
          quiet,
          stderr,
          isTerminal,
          keyboard,
          interrupted$: from(signal),
          interrupt: () => process.kill(process.pid, 'SIGINT'),
        }).then((passed) => (passed ? 0 : 1)),
      );
    return await Promise.race(endings);
  } finally {
    life.unsubscribe();
    await child?.stop(GRACE);
  }
}

function missing(simulation: Simulation, contexts: readonly string[]): string {
  if (simulation.clients === 0) return 'no client connected';
  const absent = contexts.filter((context) => !simulation.contexts.includes(context));
  return `no client received the context ${absent.join(', ')}`;
}
