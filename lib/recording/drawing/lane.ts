/** A mark on a lane: a command or an event. */
export interface Mark {
  /** In ms since the recording began. */
  readonly at: number;
  /** A command is a request of the client; an event comes from RELAY or the connection. */
  readonly kind: 'command' | 'event' | 'end' | 'refusal';
  /** The description. Marks with the same description get the same letter. */
  readonly meaning: string;
  /** The word from which its letter is chosen. */
  readonly word: string;
  /** Nothing follows it: a connection that has closed. */
  readonly pause?: boolean;
  /** The index of its line in the recording, if it has one. */
  readonly line?: number;
  /** The command that an event answers. */
  readonly answers?: Mark;
}

/** Events of one thing: a call, an operation, a dial, a message, the connection. */
export interface Lane {
  readonly label: string;
  /** The call that it belongs to, if any. */
  readonly callId: string | undefined;
  readonly marks: readonly Mark[];
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';
/** For more meanings than there are letters. */
const FURTHER = '0123456789@$%&*+=?<>/';

/** The symbol of a mark in a diagram: a capital for a command, a small letter for an event. */
export function symbolsOf(marks: readonly Mark[]): ReadonlyMap<Mark, string> {
  const given = new Map<string, string>();
  const used = new Set<string>();
  const symbols = new Map<Mark, string>();
  for (const mark of marks) {
    const key = `${mark.kind} ${mark.meaning}`;
    const symbol = given.get(key) ?? pick(mark, used);
    given.set(key, symbol);
    used.add(symbol);
    symbols.set(mark, symbol);
  }
  return symbols;
}

function pick({ kind, word }: Mark, used: ReadonlySet<string>): string {
  if (kind === 'end') return '|';
  if (kind === 'refusal') return '#';
  const letters = `${word.toLowerCase().replace(/[^a-z]/g, '')}${ALPHABET}`;
  const choice = `${kind === 'command' ? letters.toUpperCase() : letters}${FURTHER}`;
  return Array.from(choice).find((letter) => !used.has(letter)) ?? '~';
}

/** Meaning of each symbol of a lane, in the order of their appearance; ends need no words. */
export function legendOf(
  marks: readonly Mark[],
  symbols: ReadonlyMap<Mark, string>,
): ReadonlyMap<string, string> {
  const legend = new Map<string, string>();
  for (const mark of marks) {
    const symbol = symbols.get(mark) ?? '';
    if (mark.kind === 'end') continue;
    const said = legend.get(symbol);
    // Different meanings meet in one symbol where symbols have run out, or where several were refused.
    if (said === undefined) legend.set(symbol, mark.meaning);
    else if (!said.split('; ').includes(mark.meaning)) legend.set(symbol, `${said}; ${mark.meaning}`);
  }
  return legend;
}
