import type { RelayFrame } from '../../connection/frames.js';
import { isJsonObject } from '../../protocol/json-object.js';
import { shapeOf, type Shape } from './shape.js';

/** Observations of a service in a test call: the shape of each answer and event, and the order of states. */
export interface Conversation {
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly sequences: ReadonlyMap<string, readonly string[]>;
}

type Fields = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The state that an event reports. */
const stageOf = (params: Fields): string => {
  const { result, detect } = params;
  const words = ['state', 'call_state', 'dial_state', 'connect_state', 'status', 'message_state'];
  const word = words.map((name) => textOf(params[name])).find((text) => text !== '');
  if (word !== undefined) return word;
  if (isJsonObject(result)) return textOf(result['type']);
  if (isJsonObject(detect) && isJsonObject(detect['params'])) return textOf(detect['params']['event']);
  return '';
};

/** Reads the frames of a test call, without those that only keep the connection. */
export function read(frames: readonly RelayFrame[]): Conversation {
  const methods = new Map<unknown, string>();
  const said = new Map<string, unknown[]>();
  const sequences = new Map<string, string[]>();
  const note = (place: string, object: unknown): void => {
    said.set(place, [...(said.get(place) ?? []), object]);
  };
  for (const { direction, frame } of frames) {
    if (!isJsonObject(frame)) continue;
    const { id, method, params, result, error } = frame;
    if (direction === 'sent') {
      if (typeof method === 'string') methods.set(id, method);
    } else if (method === 'signalwire.event' && isJsonObject(params)) {
      const type = textOf(params['event_type']);
      const inner = isJsonObject(params['params']) ? params['params'] : {};
      if (type.startsWith('signalwire.')) continue;
      const stage = stageOf(inner);
      note(`event ${type}${stage === '' ? '' : ` (${stage})`}`, inner);
      const sequence = sequences.get(type) ?? [];
      if (sequence.at(-1) !== stage) sequence.push(stage);
      sequences.set(type, sequence);
    } else if (method === undefined && methods.has(id)) {
      const asked = methods.get(id) ?? '';
      note(error === undefined ? `answer to ${asked}` : `error of ${asked}`, error ?? result);
    }
  }
  const shapes = new Map([...said].map(([place, objects]) => [place, shapeOf(objects)]));
  return { shapes, sequences };
}
