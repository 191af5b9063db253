import { DEFAULT_AGENT } from '../../../protocol/constants.js';
import { jsonObject, type JsonObject } from '../../../protocol/json-object.js';
import { formatRecording, type RecordingLine } from '../../../recording/format.js';
import { HttpError } from './http.js';
import type { FrameJournal, NumberedEntry } from './journal.js';

const frameOf = ({ entry }: NumberedEntry): JsonObject => jsonObject(entry.frame);
const isFrom = ({ entry }: NumberedEntry, direction: 'in' | 'out'): boolean => entry.direction === direction;
const CONTEXT_METHODS: readonly unknown[] = ['signalwire.receive', 'signalwire.unreceive'];

/**
 * One call as the text of a recording, in real time, as its client saw it: the client's connect and contexts, then the
 * frames of the call. `relay-rx trace` draws it, and `replay` runs a flow against it.
 *
 * For a call that was offered to several clients, it has the frames of the last one.
 *
 * @throws {HttpError} 404 if no frame of the call is kept
 */
export function recordingOf(journal: FrameJournal, callId: string): string {
  const all = journal.from();
  const session = all.findLast((each) => journal.isAbout(each, callId))?.entry.session ?? null;
  const own = all.filter((each) => journal.isAbout(each, callId) && each.entry.session === session);
  const [first] = own;
  const last = own.at(-1);
  if (first === undefined || last === undefined)
    throw new HttpError(
      404,
      `No frames of the call ${callId} are kept: no client has had it, or too much has passed since`,
    );
  const before = all.filter(({ id }) => id <= last.id);
  const connects = connectsOf(before, session);
  const current = connects.findLastIndex(({ answer }) => answer.id < first.id);
  const links = connects.slice(Math.max(0, current));
  const from = links[0]?.answer.id ?? first.id;
  const asked = contextRequests(before.filter(({ id, entry }) => id > from && entry.session === session));
  const exchanged = [...asked, ...own].sort((one, other) => one.id - other.id);
  return formatRecording({
    header: {
      recording: 'relay-rx',
      version: 1,
      library: DEFAULT_AGENT,
      startedAt: new Date(first.real).toISOString(),
      masked: ['credentials'],
    },
    lines: linesOf(links, exchanged, first.real),
  });
}

/** A client's connect: a new session, or a resumed one. */
interface Connect {
  readonly request: NumberedEntry | undefined;
  readonly answer: NumberedEntry;
}

function connectsOf(entries: readonly NumberedEntry[], session: string | null): readonly Connect[] {
  return entries.flatMap((answer, index) => {
    const { id, result } = frameOf(answer);
    if (!isFrom(answer, 'out') || session === null || jsonObject(result)['protocol'] !== session) return [];
    const request = entries
      .slice(0, index)
      .findLast((each) => isFrom(each, 'in') && frameOf(each)['id'] === id);
    return [{ request, answer }];
  });
}

/** A client's requests about contexts, with the responses. */
function contextRequests(entries: readonly NumberedEntry[]): readonly NumberedEntry[] {
  const asked = entries.filter(
    (each) => isFrom(each, 'in') && CONTEXT_METHODS.includes(frameOf(each)['method']),
  );
  const ids = new Set(asked.map((each) => frameOf(each)['id']));
  const isAnswer = (each: NumberedEntry): boolean => {
    const { id, method } = frameOf(each);
    return isFrom(each, 'out') && method === undefined && ids.has(id);
  };
  return entries.filter((each) => asked.includes(each) || isAnswer(each));
}

/** The lines of the recording. Each connect opens a link and closes the previous one. */
function linesOf(
  connects: readonly Connect[],
  exchanged: readonly NumberedEntry[],
  start: number,
): readonly RecordingLine[] {
  const lines: RecordingLine[] = [];
  let link = 1;
  const at = ({ real }: NumberedEntry): number => Math.max(lines.at(-1)?.at ?? 0, Math.round(real - start));
  const add = (each: NumberedEntry): void => {
    const direction = isFrom(each, 'in') ? 'sent' : 'received';
    lines.push({ at: at(each), link, direction, frame: each.entry.frame });
  };
  const [first, ...resumes] = connects;
  lines.push({ at: 0, link, connection: 'opened' });
  if (first?.request !== undefined) add(first.request);
  if (first !== undefined) add(first.answer);
  for (const each of exchanged) {
    while (resumes[0] !== undefined && resumes[0].answer.id < each.id) {
      const { request, answer } = resumes.shift() as Connect;
      const moment = at(request ?? answer);
      lines.push(
        { at: moment, link, connection: 'closed' },
        { at: moment, link: link + 1, connection: 'opened' },
      );
      link += 1;
      if (request !== undefined) add(request);
      add(answer);
    }
    add(each);
  }
  return lines;
}
