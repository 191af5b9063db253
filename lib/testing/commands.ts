import { isMatcher, show } from './diagrams/show.js';

/** A request of the client, as a test sees it. */
export interface Command {
  readonly method: string;
  /** Its params without `node_id` and `call_id`, and without `control_id` unless the expected command has one. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** An expected command. Without `params`, any params match. */
export const command = (method: string, params?: Readonly<Record<string, unknown>>): Command =>
  params === undefined ? { method } : { method, params };

/** A sent command, reduced to the fields of the expected one. A matcher of the test runner receives all fields. */
export function asExpected(sent: Command, expected: unknown): Command {
  if (isMatcher(expected)) return sent;
  const wanted = (expected as Command | undefined)?.params;
  if (wanted === undefined && expected !== undefined) return { method: sent.method };
  if (isMatcher(wanted)) return sent;
  const hidden = ['node_id', 'call_id', 'control_id'].filter((name) => !(name in (wanted ?? {})));
  const shown = Object.entries(sent.params ?? {}).filter(([name]) => !hidden.includes(name));
  return { method: sent.method, params: Object.fromEntries(shown) };
}

/** The problem of an expected command; undefined if there is none. */
export function whatIsWrongWith(expected: unknown): string | undefined {
  if (isMatcher(expected)) return undefined;
  const { method, params } = Object(expected) as { readonly method?: unknown; readonly params?: unknown };
  const isCommand = typeof expected === 'object' && (typeof method === 'string' || isMatcher(method));
  if (isCommand && (params === undefined || (typeof params === 'object' && params !== null)))
    return undefined;
  return `is to be a command, made with command('calling.play'), or a matcher of the test runner's; got ${show(expected)}`;
}

/** A command, or a matcher for one, on one line. */
export function showCommand(value: unknown): string {
  if (isMatcher(value)) return show(value);
  const { method, params } = asExpected(value as Command, undefined);
  return params === undefined || Object.keys(params).length === 0 ? method : `${method} ${show(params)}`;
}
