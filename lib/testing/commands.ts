import { isMatcher, show } from './diagrams/show.js';

/** A request that the client sent, as a test sees it. */
export interface Command {
  readonly method: string;
  /** Its params, less `node_id` and `call_id`; and less `control_id`, unless the expected command names one. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** A command that is expected. Without `params`, any will do. */
export const command = (method: string, params?: Readonly<Record<string, unknown>>): Command =>
  params === undefined ? { method } : { method, params };

/** A command that was sent, as far as the expected one says anything of it. A test runner's matcher sees all of it. */
export function asExpected(sent: Command, expected: unknown): Command {
  if (isMatcher(expected)) return sent;
  const wanted = (expected as Command | undefined)?.params;
  if (wanted === undefined && expected !== undefined) return { method: sent.method };
  if (isMatcher(wanted)) return sent;
  const hidden = ['node_id', 'call_id', 'control_id'].filter((name) => !(name in (wanted ?? {})));
  const shown = Object.entries(sent.params ?? {}).filter(([name]) => !hidden.includes(name));
  return { method: sent.method, params: Object.fromEntries(shown) };
}

/** The problem of a command that is expected; undefined when nothing is. */
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
