import { isLinkLine, type FrameLine, type Recording } from '../format.js';
import { RecordingError } from '../recording-error.js';
import { jsonObject, type JsonObject } from '../../protocol/json-object.js';

/** A request as on the wire, without the envelope. */
export interface RecordedCommand {
  readonly method: string;
  readonly params: JsonObject;
}

/** A step of a recording. */
export type Step =
  /** RELAY accepted a socket; the first one has number 1. */
  | { readonly kind: 'opened'; readonly at: number; readonly socket: number }
  | { readonly kind: 'closed'; readonly at: number; readonly code: number | undefined }
  /** The client's first request on a socket. */
  | { readonly kind: 'connect'; readonly at: number; readonly link: number; readonly key: string }
  | { readonly kind: 'command'; readonly at: number; readonly key: string; readonly command: RecordedCommand }
  /** From RELAY: an answer to the step of `answers`, or what it sent by itself. */
  | {
      readonly kind: 'frame';
      readonly at: number;
      readonly frame: unknown;
      readonly answers: string | undefined;
    };

/** A recording as it is played. */
export interface RecordedSteps {
  readonly steps: readonly Step[];
  /** The connect of each socket, in order, if it was recorded. */
  readonly connects: readonly (Extract<Step, { kind: 'connect' }> | undefined)[];
  /** When it is over. */
  readonly end: number;
  /** The contexts of the first connect. */
  readonly contexts: readonly string[];
  /** The session of sockets whose connect is not in the recording. */
  readonly protocol: string;
  /** Whether the recording lasts to the end of its calls or connection, so that nothing follows it. */
  readonly isComplete: boolean;
}

/** The key of a request. The ids of a client begin again with each recorded process. */
const keyOf = (link: number, id: unknown): string => `${link} ${JSON.stringify(id)}`;

/** The group of commands that are compared in order: those of a call, or of the client. */
export const groupOf = ({ params }: RecordedCommand): string =>
  typeof params['call_id'] === 'string' ? params['call_id'] : '';

/** Whether a request is a command, and not one of the connection. */
export const isCommand = (method: string): boolean => !method.startsWith('signalwire.');

/** @throws {RecordingError} when there is more than one connection at a time: a replay has one. */
export function recordedStepsOf({ lines }: Recording): RecordedSteps {
  let open: number | undefined;
  for (const line of lines) {
    if (open !== undefined && line.link !== open && !(isLinkLine(line) && line.connection === 'closed')) {
      throw new RecordingError(
        `The recording has connections ${open} and ${line.link} at the same time: a replay is of one client`,
      );
    }
    if (isLinkLine(line))
      open = line.connection === 'opened' ? line.link : line.link === open ? undefined : open;
  }

  const links = [...new Set(lines.map(({ link }) => link))];
  const frames = lines.filter((line): line is FrameLine => !isLinkLine(line));
  const connects = sent(frames, 'signalwire.connect').map((params) => params['protocol']);
  const known = callsOf(frames);
  const asked = new Set<string>();
  const steps = lines.flatMap((line): Step[] => {
    if (!isLinkLine(line)) return stepOf(line, known, asked);
    const { at, link, code } = line;
    return [
      line.connection === 'opened'
        ? { kind: 'opened', at, socket: links.indexOf(link) + 1 }
        : { kind: 'closed', at, code },
    ];
  });
  const [contexts] = sent(frames, 'signalwire.connect').map((params) => params['contexts']);
  const first = steps.filter((step) => step.kind === 'connect');
  return {
    steps,
    connects: links.map((link) => first.find((step) => step.link === link)),
    end: lines.at(-1)?.at ?? 0,
    contexts: Array.isArray(contexts) ? contexts.filter((each) => typeof each === 'string') : [],
    protocol: connects.find((protocol) => typeof protocol === 'string') ?? 'replay',
    isComplete: open === undefined || [...known.values()].every((ended) => ended),
  };
}

function stepOf({ at, link, direction, frame }: FrameLine, known: Calls, asked: Set<string>): Step[] {
  const { id, method, params } = jsonObject(frame);
  const key = keyOf(link, id);
  if (direction === 'received') {
    const isAnswer = typeof frame === 'object' && method === undefined;
    if (!isAnswer) return [{ kind: 'frame', at, frame, answers: undefined }];
    // Answers to requests that are not replayed, such as pings, are left out.
    return asked.has(key) ? [{ kind: 'frame', at, frame, answers: key }] : [];
  }
  if (typeof method !== 'string') return [];
  const command = { method, params: jsonObject(params) };
  if (method !== 'signalwire.connect' && !isCommand(method)) return [];
  // A call that began before the recording cannot be replayed.
  if (isCommand(method) && groupOf(command) !== '' && !known.has(groupOf(command))) return [];
  asked.add(key);
  return [isCommand(method) ? { kind: 'command', at, key, command } : { kind: 'connect', at, link, key }];
}

const sent = (frames: readonly FrameLine[], method: string): JsonObject[] =>
  frames
    .filter(({ direction, frame }) => direction === 'sent' && jsonObject(frame)['method'] === method)
    .map(({ frame }) => jsonObject(jsonObject(frame)['params']));

/** The calls that began in a recording, and whether they ended in it. */
type Calls = ReadonlyMap<string, boolean>;

function callsOf(frames: readonly FrameLine[]): Calls {
  const tags = new Set(sent(frames, 'calling.dial').map(({ tag }) => tag));
  const calls = new Map<string, boolean>();
  for (const { direction, frame } of frames) {
    if (direction === 'sent') continue;
    const { event_type, params } = jsonObject(jsonObject(frame)['params']);
    const { call_id, tag, call, call_state } = jsonObject(params);
    const id = call_id ?? jsonObject(call)['call_id'];
    if (typeof id !== 'string') continue;
    const begins = event_type === 'calling.call.receive' || tags.has(tag);
    if (begins && !calls.has(id)) calls.set(id, false);
    if (call_state === 'ended' && calls.has(id)) calls.set(id, true);
  }
  return calls;
}
