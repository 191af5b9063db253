// What a trace needs to know of RELAY's frames.

/** The params of a request or an event. */
export interface Params {
  readonly call_id?: string;
  readonly control_id?: string;
  readonly state?: string;
  readonly status?: string;
  readonly final?: boolean;
  readonly result?: { readonly type?: string };
  readonly detect?: { readonly params?: { readonly event?: string } };
  readonly fax?: { readonly type?: string };
}

/** A request, an answer or an event. */
export interface Frame {
  readonly id?: string;
  readonly method?: string;
  readonly params?: Params & { readonly event_type?: string; readonly params?: Params };
  readonly result?: { readonly code?: string; readonly message?: string };
  readonly error?: { readonly code?: number; readonly message?: string };
}

const OPERATIONS: Readonly<Record<string, string>> = {
  'calling.play': 'play',
  'calling.record': 'record',
  'calling.play_and_collect': 'collect',
  'calling.collect': 'collect',
  'calling.detect': 'detect',
  'calling.send_fax': 'fax',
  'calling.receive_fax': 'fax',
  'calling.tap': 'tap',
  'calling.stream': 'stream',
  'calling.pay': 'pay',
  'calling.transcribe': 'transcribe',
  'calling.ai': 'ai',
  'calling.send_digits': 'send_digits',
  'calling.queue.enter': 'queue',
};

/** The type of the events that follow a request; undefined for one that is done when it is answered. */
export const eventsOf = (method: string): string | undefined => {
  const name = OPERATIONS[method];
  return name === undefined ? undefined : `calling.call.${name}`;
};

const LAST = new Set(['finished', 'error', 'no_input', 'no_match', 'dequeue', 'leave']);

/** How an event ends its operation; undefined for one that does not. What a caller typed or said is no part of it. */
export const endOf = ({ state, status, final, result, detect, fax }: Params): string | undefined => {
  const isInput = result?.type === 'digit' || result?.type === 'speech';
  if (isInput && final !== false && state !== 'collecting') return result.type;
  const ends = [result?.type, detect?.params?.event, fax?.type, status, state];
  return ends.find((each) => each !== undefined && LAST.has(each));
};
