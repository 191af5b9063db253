// A fleet of worker processes on one context. RELAY spreads the calls over them; in the middle of the run one worker is
// drained, as by a deploy, and another is killed. Each call is judged from its caller's side.
import { RelaySimulator } from 'relay-rx/simulator';
import { readOptions, type FleetOptions } from './fleet/options.js';
import { perform } from './fleet/perform.js';
import { report } from './fleet/report.js';
import { reasonOf } from './support/log.js';
import { conclude, line, print } from './support/run.js';
import { problemsOf } from './fleet/check-run.js';

const account = { project: 'fleet', token: 'fleet' };
/** How long the simulator keeps the session of a worker that has disconnected, in ms. */
const SESSION_TIMEOUT = 2_000;

const run = async (options: FleetOptions): Promise<boolean> => {
  const { calls, rate, workers } = options;
  print(
    `A fleet: ${workers} workers, each a process of its own, on the embedded simulator.\n` +
      `${calls} calls, ${rate} a second. One worker is drained (SIGTERM), another is killed (SIGKILL).\n`,
  );
  await using simulator = await RelaySimulator.listen({
    ...account,
    wordsPerMinute: 200,
    sessionTimeout: SESSION_TIMEOUT,
  });
  const settings = {
    SIGNALWIRE_PROJECT_ID: account.project,
    SIGNALWIRE_API_TOKEN: account.token,
    SIGNALWIRE_SPACE: simulator.host,
    SIGNALWIRE_RELAY_SCHEME: 'ws',
  };
  const outcome = await perform(simulator, options, settings, line);
  for (const line of report(outcome)) print(line);
  const faults = problemsOf(outcome);
  for (const fault of faults) print(fault);
  return conclude(
    faults.length === 0,
    'nobody notices the drain, and a kill costs the calls of that worker alone',
  );
};

try {
  if (!(await run(readOptions(process.argv.slice(2))))) process.exitCode = 1;
} catch (error) {
  print(reasonOf(error));
  process.exitCode = 1;
}
