import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupError, UsageError, listOf, numberOf, textOf, type CommandOptions } from '../command.js';
import { readKeyPair } from '../../client/pem-files.js';
import { pemFor } from '../pem-file.js';
import { readScenarioFile } from './scenario/read-file.js';
import type { Scenario } from './scenario/scenario.js';

/** Options of the command line. */
export interface SimulateSettings {
  readonly port: number;
  readonly host: string;
  readonly allowedHosts: readonly string[];
  readonly project: string;
  readonly token: string;
  readonly scenario: { readonly file: string; readonly plan: Scenario } | undefined;
  readonly junit: string | undefined;
  /** Milliseconds to wait for a client to connect; undefined for no limit. */
  readonly wait: number | undefined;
  readonly record: string | undefined;
  readonly speed: number;
  readonly tls: { readonly certFile: string; readonly cert: string; readonly key: string } | undefined;
  readonly open: boolean;
  readonly quiet: boolean;
  readonly command: readonly string[];
}

const PORT = 8080;
const HOST = '127.0.0.1';
const PROJECT = 'simulated-project';
const TOKEN = 'simulated-token';
/** The default of `wait`, in seconds. */
const WAIT = 30;
const MOST_WAIT = 86_400;
const MOST_SPEED = 1000;

export function settingsOf(options: CommandOptions): SimulateSettings {
  const [surplus] = options.positionals;
  if (surplus !== undefined)
    throw new UsageError(`'${surplus}' is one argument too many: a command stands after --`);
  const port = numberOf(options, 'port', 0, 65_535) ?? PORT;
  const wait = numberOf(options, 'wait', 0, MOST_WAIT);
  const scenarioFile = filled(options, 'scenario');
  const junit = filled(options, 'junit');
  if (junit !== undefined && scenarioFile === undefined)
    throw new UsageError('--junit needs --scenario: it writes the results of the scenario');
  if (junit !== undefined && !existsSync(dirname(junit)))
    throw new SetupError(`--junit must be a file in a folder that exists; got '${junit}'`);
  const speed = speedOf(options);
  const tls = tlsOf(options);
  return {
    port,
    host: hostNamed(options, 'host', textOf(options, 'host')) ?? HOST,
    allowedHosts: listOf(options, 'allow-host').map((name) => hostNamed(options, 'allow-host', name) ?? name),
    project: filled(options, 'project') ?? PROJECT,
    token: filled(options, 'token') ?? TOKEN,
    scenario:
      scenarioFile === undefined ? undefined : { file: scenarioFile, plan: readScenarioFile(scenarioFile) },
    junit,
    wait: wait === undefined ? (scenarioFile === undefined ? undefined : WAIT * 1000) : wait * 1000,
    record: filled(options, 'record'),
    speed,
    tls,
    open: options.values['open'] === true,
    quiet: options.values['quiet'] === true,
    command: options.rest,
  };
}

function filled(options: CommandOptions, name: string): string | undefined {
  const value = textOf(options, name);
  if (value?.trim() === '') throw new UsageError(`--${name} must not be empty`);
  return value;
}

/** A name or an address, without a port. */
function hostNamed(_given: CommandOptions, option: string, value: string | undefined): string | undefined {
  if (value === undefined || /^[\w.-]+$|^[\da-f:.]+$/i.test(value)) return value;
  throw new UsageError(`--${option} must be a host name or an address, without a port; got '${value}'`);
}

function speedOf(options: CommandOptions): number {
  const text = textOf(options, 'speed');
  if (text === undefined) return 1;
  const speed = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || speed < 0.01 || speed > MOST_SPEED)
    throw new UsageError(`--speed must be a number from 0.01 to ${MOST_SPEED}; got '${text}'`);
  return speed;
}

function tlsOf(options: CommandOptions): SimulateSettings['tls'] {
  const certFile = textOf(options, 'cert');
  const keyFile = textOf(options, 'key');
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined)
    throw new UsageError('--cert and --key go together: the certificate, and its private key');
  const pair = pemFor(SetupError, () =>
    readKeyPair({ name: '--cert', file: certFile }, { name: '--key', file: keyFile }),
  );
  return { certFile, ...pair };
}
