/** An option that was given under its name on the wire: where, and what it is called here. */
export interface WireNameUse {
  /** Where it stands, for example `playAndCollect.collect.digits.digitTimeout`. */
  readonly path: string;
  readonly wire: string;
  readonly name: string;
}

/** So many are kept until somebody asks for them: options may be read where there is no client to report to. */
const MOST = 20;

let uses: WireNameUse[] = [];

/** Notes that an option was given under its name on the wire. */
export function noteWireName(use: WireNameUse): void {
  if (uses.length < MOST) uses.push(use);
}

const NONE: readonly WireNameUse[] = [];

/** Notes since the last time. Options are read in the same turn as they are used, so these are the caller's. */
export function takeWireNames(): readonly WireNameUse[] {
  if (uses.length === 0) return NONE;
  const taken = uses;
  uses = [];
  return taken;
}
