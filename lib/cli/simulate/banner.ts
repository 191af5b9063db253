import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { RunningServer } from './server.js';
import type { SimulateSettings } from './settings.js';

/** The environment variables that point a client at the simulator. */
export function environmentOf(
  { project, token, tls }: Pick<SimulateSettings, 'project' | 'token' | 'tls'>,
  { host }: Pick<RunningServer, 'host'>,
): Readonly<Record<string, string>> {
  return {
    SIGNALWIRE_PROJECT_ID: project,
    SIGNALWIRE_API_TOKEN: token,
    SIGNALWIRE_SPACE: host,
    SIGNALWIRE_RELAY_SCHEME: tls === undefined ? 'ws' : 'wss',
    ...(tls !== undefined && { SIGNALWIRE_RELAY_CA_FILE: resolve(tls.certFile) }),
  };
}

/** The environment as lines for a shell. */
export const linesOf = (environment: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}`);

const quoted = (value: string): string =>
  /^[\w@%+=:,./[\]-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;

/** The address of the web phone. */
export const phoneUrl = (
  { tls }: Pick<SimulateSettings, 'tls'>,
  { host }: Pick<RunningServer, 'host'>,
): string => `${tls === undefined ? 'http' : 'https'}://${host}/`;

/** Text printed on start. */
export function bannerOf(settings: SimulateSettings, server: RunningServer): string {
  const environment = environmentOf(settings, server);
  const lines = linesOf(environment).map((line) => `${line}\n`);
  if (settings.quiet) return lines.join('');
  const { project, token, tls } = settings;
  const literal = (text: string): string => JSON.stringify(text).replaceAll('"', "'");
  const scheme = tls === undefined ? 'ws' : 'wss';
  return [
    'RELAY is running. To point a client here, put these into its environment:\n',
    '\n',
    ...lines,
    '\n',
    'For @signalwire/realtime-api, which reads no environment:\n',
    '\n',
    `  SignalWire({ host: '${scheme}://${server.host}', project: ${literal(project)}, token: ${literal(token)} })\n`,
    '\n',
    `The phone: ${phoneUrl(settings, server)}\n`,
  ].join('');
}

/** Whether an address can only be reached from this machine. */
export const isLocal = (host: string): boolean =>
  host.toLowerCase() === 'localhost' || (isIP(host) === 4 && host.startsWith('127.')) || host === '::1';
