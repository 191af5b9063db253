/** An option that was given under its wire name. */
export interface WireNameUse {
  /** The path of the option, for example `playAndCollect.collect.digits.digitTimeout`. */
  readonly path: string;
  readonly wire: string;
  readonly name: string;
}

/** How many notes are kept until they are taken: options may be read without a client to report to. */
const MOST = 20;

let uses: WireNameUse[] = [];

/** Notes that an option was given under its name on the wire. */
export function noteWireName(use: WireNameUse): void {
  if (uses.length < MOST) uses.push(use);
}

const NONE: readonly WireNameUse[] = [];

/**
 * Takes the notes since the last time. Options are used in the turn in which they are read, so the notes are about the
 * current request.
 */
export function takeWireNames(): readonly WireNameUse[] {
  if (uses.length === 0) return NONE;
  const taken = uses;
  uses = [];
  return taken;
}
