import type { FrameLine } from '../recording/format.js';
import { commandWords, eventWords } from '../recording/drawing/words.js';
import type { FeedFrame } from './feed.js';
import { jsonObject, type JsonObject } from '../protocol/json-object.js';

/** A frame as a row of a list. */
export interface FrameRow {
  readonly frame: FeedFrame;
  /** An `acknowledgement` is the client's response to an event. */
  readonly kind: 'request' | 'event' | 'answer' | 'acknowledgement';
  readonly name: string;
  readonly words: string;
  readonly refused: boolean;
}

/** Frames as rows, in their order. */
export function rowsOf(frames: readonly FeedFrame[]): readonly FrameRow[] {
  /** Requests, by sender and id. */
  const asked = new Map<string, string>();
  return frames.map((frame) => {
    const { id, method, params, result, error } = jsonObject(frame.frame);
    const key = (direction: 'in' | 'out'): string => `${direction} ${JSON.stringify(id)}`;
    if (typeof method === 'string') {
      asked.set(key(frame.direction), method);
      return method === 'signalwire.event'
        ? eventRow(frame, jsonObject(params))
        : requestRow(frame, method, jsonObject(params));
    }
    const answered = asked.get(key(frame.direction === 'in' ? 'out' : 'in'));
    if (frame.direction === 'in')
      return {
        frame,
        kind: 'acknowledgement',
        name: 'acknowledged',
        words: '',
        refused: error !== undefined,
      };
    const { code, message } = jsonObject(error ?? result);
    const said = [code, message].filter((each) => typeof each === 'string' || typeof each === 'number');
    const refused = error !== undefined || (typeof code === 'string' && !code.startsWith('2'));
    return { frame, kind: 'answer', name: said.join(' '), words: answered ?? '', refused };
  });
}

function requestRow(frame: FeedFrame, method: string, params: JsonObject): FrameRow {
  const words = commandWords(method, params).slice(method.length).trim();
  return { frame, kind: 'request', name: method, words, refused: false };
}

function eventRow(frame: FeedFrame, params: JsonObject): FrameRow {
  const type = String(params['event_type']);
  const { meaning } = eventWords(type, jsonObject(params['params']));
  return { frame, kind: 'event', name: type, words: meaning === type ? '' : meaning, refused: false };
}

/** Whether a frame matches the filter. */
export const isWanted = ({ frame }: FeedFrame, filter: string): boolean =>
  filter.trim() === '' || JSON.stringify(frame).toLowerCase().includes(filter.trim().toLowerCase());

/** A frame as a line of a recording, as the client sees it: frames from the app are `sent`. */
export const lineOf = (
  { at, direction, frame }: Pick<FeedFrame, 'at' | 'direction' | 'frame'>,
  link: number,
  start: number,
): FrameLine => ({
  at: Math.max(0, at - start),
  link,
  direction: direction === 'in' ? 'sent' : 'received',
  frame,
});
