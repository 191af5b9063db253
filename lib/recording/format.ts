import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { explain } from '../protocol/explain.js';
import { jsonOr } from '../protocol/json-or.js';
import { RecordingError } from './recording-error.js';

/** The version of the format, for writing and reading. */
export const FORMAT_VERSION = 1;

const Milliseconds = t.refinement(
  t.number,
  (at) => Number.isFinite(at) && at >= 0,
  'a number of ms, 0 or more',
);
const LinkNumber = t.refinement(
  t.number,
  (link) => Number.isInteger(link) && link > 0,
  'a whole number from 1',
);
const Moment = t.refinement(t.string, (text) => !Number.isNaN(Date.parse(text)), 'a time in ISO 8601');

/** The first line. */
const headerCodec: t.Type<RecordingHeader> = t.exact(
  t.type({
    recording: t.literal('relay-rx'),
    version: t.literal(FORMAT_VERSION),
    /** The library that wrote it. */
    library: t.string,
    startedAt: Moment,
    masked: t.readonlyArray(
      t.keyof({ credentials: null, numbers: null, digits: null }, 'credentials, numbers or digits'),
    ),
  }),
  'a header',
);

/** A frame. If it was not JSON, a description of it. */
const frameLineCodec: t.Type<FrameLine> = t.intersection(
  [
    t.type({
      at: Milliseconds,
      link: LinkNumber,
      direction: t.keyof({ sent: null, received: null }, "'sent' or 'received'"),
    }),
    t.type({ frame: t.unknown }),
  ],
  'a frame',
);

/** A socket that opened or closed. There is no code if the close is only inferred from the next socket. */
const linkLineCodec: t.Type<LinkLine> = t.intersection(
  [
    t.type({
      at: Milliseconds,
      link: LinkNumber,
      connection: t.keyof({ opened: null, closed: null }, "'opened' or 'closed'"),
    }),
    t.partial({ code: t.number }),
  ],
  'a connection line',
);

/** The header: the first line of a recording. */
export interface RecordingHeader {
  readonly recording: 'relay-rx';
  /** The version of the format. */
  readonly version: typeof FORMAT_VERSION;
  /** The library that wrote it, with its version. */
  readonly library: string;
  /** The start of the recording: a time in ISO 8601. */
  readonly startedAt: string;
  /** The kinds of fields that were masked. */
  readonly masked: readonly ('credentials' | 'numbers' | 'digits')[];
}
/** A line about a frame. */
export interface FrameLine {
  /** The time in ms since the start of the recording. */
  readonly at: number;
  /** The number of the socket, from 1. */
  readonly link: number;
  /** The direction, as the client sees it. */
  readonly direction: 'sent' | 'received';
  /** The frame, parsed and masked. If it was not JSON, a description of it. */
  readonly frame: unknown;
}
/** A line about a socket that opened or closed. */
export interface LinkLine {
  /** The time in ms since the start of the recording. */
  readonly at: number;
  /** The number of the socket, from 1. */
  readonly link: number;
  readonly connection: 'opened' | 'closed';
  /** The close code, if one was received. */
  readonly code?: number;
}
export type RecordingLine = FrameLine | LinkLine;

/** A recording: the frames between a client and RELAY. */
export interface Recording {
  readonly header: RecordingHeader;
  readonly lines: readonly RecordingLine[];
  /** Whether the last line was cut off, for example by a crash of the process that wrote it. That line is left out. */
  readonly truncated: boolean;
}

/** Whether a line is about a socket, and not about a frame. */
export const isLinkLine = (line: RecordingLine): line is LinkLine => 'connection' in line;

/** One line of the file, with its end. */
export const formatLine = (line: RecordingHeader | RecordingLine): string => `${JSON.stringify(line)}\n`;

/** The text of a recording: JSON Lines, the header first. */
export const formatRecording = ({ header, lines }: Pick<Recording, 'header' | 'lines'>): string =>
  [header, ...lines].map(formatLine).join('');

/**
 * Reads the text of a recording. A last line that was cut off is left out, and reported as `truncated`.
 *
 * @param source the name of the file, for errors.
 * @throws {RecordingError} when the text is not a recording: it names the line and the problem.
 */
export function parseRecording(text: string, source = 'recording'): Recording {
  const whole = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (whole.trim() === '') throw new RecordingError(`${source} is empty: a recording begins with a header`);
  const rows = whole.split('\n');
  const truncated = whole === text && jsonOr(rows.at(-1) ?? '', undefined) === undefined;
  const [first, ...rest] = truncated ? rows.slice(0, -1) : rows;
  if (first === undefined) throw new RecordingError(`${source}: its one line, the header, was cut off`);
  const header = read(headerCodec, first, `${source}, line 1`);
  const lines = rest.map((row, index) => readLine(row, `${source}, line ${index + 2}`));
  lines.forEach(({ at }, index) => {
    if (at < (lines[index - 1]?.at ?? 0))
      throw new RecordingError(`${source}, line ${index + 2}: at goes back in time, to ${at} ms`);
  });
  return { header, lines, truncated };
}

function readLine(row: string, where: string): RecordingLine {
  const value = jsonOr(row, undefined);
  if (t.UnknownRecord.is(value) && 'connection' in value) return read(linkLineCodec, row, where);
  const line = read(frameLineCodec, row, where);
  // `unknown` is satisfied by nothing at all.
  if (line.frame === undefined) throw new RecordingError(`${where}: not a frame: frame is missing`);
  return line;
}

function read<A>(codec: t.Type<A>, row: string, where: string): A {
  const value = jsonOr(row, undefined);
  if (value === undefined) throw new RecordingError(`${where}: not JSON`);
  const decoded = codec.decode(value);
  if (E.isLeft(decoded)) throw new RecordingError(`${where}: not ${codec.name}: ${explain(decoded.left)}`);
  return decoded.right;
}
