import * as E from 'fp-ts/lib/Either.js';
import * as kinds from '../../actions/kinds.js';
import { decodeEvent, type RelayEvent } from '../../protocol/events/index.js';
import type { Recording } from '../format.js';
import { trafficOf, type Traffic } from '../traffic.js';
import type { Lane, Mark } from './lane.js';
import { isAnswer } from './answers.js';
import { commandWords, eventWords, type Words } from './words.js';

type Request = Extract<Traffic, { kind: 'request' }>;
type Event = Extract<Traffic, { kind: 'event' }>;

/** The subject of a lane. */
interface Draft {
  readonly label: string;
  readonly callId: string | undefined;
  /** The request that began it, where one did. */
  readonly method: string | undefined;
  readonly marks: Mark[];
  /** Commands that no event has answered yet. */
  waiting: { readonly method: string; readonly mark: Mark }[];
  over: boolean;
}

const starts = new Map<string, { readonly ends: (event: never) => boolean; readonly eventType: string }>(
  Object.values(kinds).map((kind) => [kind.method, kind]),
);
const short = (method: string): string => method.replace(/^(calling|messaging)\./, '');
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * The drawing: the connection first, then each call with its operations below it, then dials, messages and what else
 * was asked, each by its first appearance.
 */
export function lanesOf(recording: Pick<Recording, 'lines'>): Lane[] {
  const lanes = new Lanes();
  for (const each of trafficOf(recording)) lanes.add(each);
  return lanes.sorted();
}

class Lanes {
  readonly #drafts = new Map<string, Draft>();
  #protocol: unknown;

  add(traffic: Traffic): void {
    switch (traffic.kind) {
      case 'link':
        return this.#link(traffic);
      case 'request':
        return this.#request(traffic);
      case 'event':
        return this.#event(traffic);
      case 'asked':
        if (traffic.method === 'signalwire.ping') return;
        return void note(this.#connection(), traffic, 'event', {
          meaning: `${traffic.method}${traffic.params['restart'] === true ? ', with restart' : ''}`,
          word: short(traffic.method.replace('signalwire.', '')),
        });
      case 'unreadable':
        return void note(this.#connection(), traffic, 'event', { meaning: traffic.what, word: 'unreadable' });
    }
  }

  sorted(): Lane[] {
    const drafts = [...this.#drafts.values()];
    const calls = [...new Set(drafts.map(({ callId }) => callId).filter((id) => id !== undefined))];
    const ofCalls = calls.flatMap((id) => {
      const own = drafts.filter(({ callId }) => callId === id);
      return [...own.filter(isCall), ...own.filter((draft) => !isCall(draft))];
    });
    const others = drafts.filter(({ callId }) => callId === undefined);
    const connection = others.filter(({ label }) => label === 'connection');
    return [...connection, ...ofCalls, ...others.filter((each) => !connection.includes(each))];
  }

  #connection(): Draft {
    return this.#lane('connection', { label: 'connection' });
  }

  #link(link: Extract<Traffic, { kind: 'link' }>): void {
    const { change, code } = link;
    const meaning = change === 'opened' ? 'opened' : `closed${code === undefined ? '' : ` with ${code}`}`;
    const closed = change === 'closed';
    note(this.#connection(), link, 'event', { meaning, word: closed ? 'x' : change, pause: closed });
  }

  #request(request: Request): void {
    const { method, params, answer } = request;
    if (method === 'signalwire.ping') return;
    const { said, word } = this.#answered(request);
    const words = { meaning: `${commandWords(method, params)}: ${said}`, word };
    const lane = this.#laneOf(request);
    const mark = note(lane, request, 'command', words);
    if (answer?.refused !== true) {
      lane.waiting.push({ method, mark });
      return;
    }
    const why = `refused: ${answer.code ?? ''} ${answer.message ?? ''}`.trim();
    // What was refused never began, or not on this line alone.
    const over = lane.method === method;
    lane.over ||= over;
    note(lane, answer, 'refusal', { meaning: why, word: 'refused', pause: over });
  }

  /** How a request was answered; and the word for a connect, which depends on it. */
  #answered({ method, params, answer }: Request): { readonly said: string; readonly word: string } {
    const word = lastOf(method);
    if (answer === undefined) return { said: 'no answer', word };
    if (method !== 'signalwire.connect' || answer.refused) return { said: answer.code ?? 'answered', word };
    const { protocol } = answer.result;
    const resumed = params['protocol'] !== undefined && params['protocol'] === protocol;
    const lost = this.#protocol !== undefined && this.#protocol !== protocol;
    this.#protocol = protocol;
    if (resumed) return { said: 'the session is resumed', word: 'resumed' };
    return lost ? { said: 'a new session', word: 'new' } : { said: 'a session', word };
  }

  #laneOf({ method, params, answer }: Request): Draft {
    const callId = text(params['call_id']);
    const controlId = text(params['control_id']);
    if (method.startsWith('signalwire.')) return this.#connection();
    if (callId !== undefined)
      return controlId === undefined ? this.#call(callId) : this.#operation(callId, controlId, method);
    if (method === 'calling.dial')
      return this.#lane(`dial ${String(params['tag'])}`, { label: 'dial', method });
    const messageId = text(answer?.result['message_id']);
    if (method === 'messaging.send')
      return this.#lane(`message ${messageId ?? `of ${this.#drafts.size}`}`, { label: 'message', method });
    return this.#lane('requests', { label: 'requests' });
  }

  #event(event: Event): void {
    const { at, line, type, params } = event;
    const lane = this.#laneOfEvent(type, params);
    const decoded = decodeEvent(event.wire);
    const isLast = !lane.over && E.isRight(decoded) && ends(lane, decoded.right);
    const asked = lane.waiting.find(({ method }) => isAnswer(method, event, isLast));
    lane.waiting = lane.waiting.filter((each) => each !== asked);
    note(lane, event, 'event', {
      ...eventWords(type, params),
      ...(asked !== undefined && { answers: asked.mark }),
    });
    if (!isLast) return;
    lane.over = true;
    lane.marks.push({ at, line, kind: 'end', meaning: '', word: '' });
  }

  #laneOfEvent(type: string, params: Event['params']): Draft {
    const callId = text(params['call_id']);
    const controlId = text(params['control_id']);
    const messageId = text(params['message_id']);
    const tag = text(params['tag']);
    if (type === 'calling.call.dial' && tag !== undefined)
      return this.#lane(`dial ${tag}`, { label: 'dial' });
    if (callId !== undefined && controlId !== undefined) return this.#operation(callId, controlId, type);
    if (callId !== undefined) return this.#call(callId);
    if (messageId !== undefined) return this.#lane(`message ${messageId}`, { label: 'message' });
    return this.#lane('events', { label: 'events' });
  }

  #call(callId: string): Draft {
    return this.#lane(`call ${callId}`, { label: `call ${callId.slice(0, 8)}`, callId });
  }

  #operation(callId: string, controlId: string, method: string): Draft {
    const label = `  ${short(method).replace(/^call\./, '')}`;
    return this.#lane(`operation ${callId} ${controlId}`, { label, callId, method });
  }

  #lane(key: string, { label, callId, method }: { label: string; callId?: string; method?: string }): Draft {
    const known = this.#drafts.get(key);
    if (known !== undefined) return known;
    const draft: Draft = { label, callId, method, marks: [], waiting: [], over: false };
    this.#drafts.set(key, draft);
    return draft;
  }
}

const isCall = ({ label }: Draft): boolean => label.startsWith('call ');
const lastOf = (method: string): string => method.split('.').at(-1) ?? method;

function note(
  lane: Draft,
  { at, line }: { readonly at: number; readonly line: number },
  kind: Mark['kind'],
  words: Words & Pick<Mark, 'pause' | 'answers'>,
): Mark {
  const end = lane.marks.at(-1);
  const mark: Mark = { at, line, kind, ...words };
  // What comes after the end still happened, and the end stays the last.
  if (end?.kind === 'end') lane.marks.splice(-1, 1, mark, { ...end, at });
  else lane.marks.push(mark);
  return mark;
}

/** Whether an event is the last of what a lane is about. */
function ends({ label, method }: Draft, event: RelayEvent): boolean {
  if (event.type === 'calling.call.state') return event.callState === 'ended';
  if (event.type === 'calling.call.dial') return event.dialState !== 'dialing';
  if (event.type === 'messaging.receive') return true;
  if (event.type === 'messaging.state')
    return label === 'message' && ['delivered', 'undelivered', 'failed'].includes(event.messageState);
  const kind = method === undefined ? undefined : starts.get(method);
  return kind?.eventType === event.type && kind.ends(event as never);
}
