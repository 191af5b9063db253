/** A request that the client sent, as a test sees it. */
export interface Command {
  readonly method: string;
  /** Its params, less `node_id` and `call_id`; and less `control_id`, unless the expected command names one. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** A command that is expected. Without `params`, any will do. */
export const command = (method: string, params?: Readonly<Record<string, unknown>>): Command =>
  params === undefined ? { method } : { method, params };

/** A command that was sent, as far as the expected one says anything of it. */
export function asExpected(sent: Command, expected: unknown): Command {
  const wanted = (expected as Command | undefined)?.params;
  if (wanted === undefined && expected !== undefined) return { method: sent.method };
  const hidden = ['node_id', 'call_id', 'control_id'].filter((name) => !(name in (wanted ?? {})));
  const shown = Object.entries(sent.params ?? {}).filter(([name]) => !hidden.includes(name));
  return { method: sent.method, params: Object.fromEntries(shown) };
}
