import type { EventBase, EventCodec } from './event.js';
import { open } from './fields.js';
import { flatCodec } from './flat.js';
import type { Open } from './open.js';

/** `calling.call.ai`: the state of an AI session. RELAY does not document it and may send none. */
export interface AIEvent extends EventBase<'calling.call.ai'> {
  /** The state of the session, if RELAY gives one. */
  readonly state: Open<'finished' | 'error'> | undefined;
}

export const aiEventCodec: EventCodec<AIEvent> = flatCodec(
  'calling.call.ai',
  {},
  { state: open<'finished' | 'error'>() },
);

/** Whether an AI event ends its operation; the end of the call does too. */
export const endsAI = ({ state }: AIEvent): boolean => state === 'finished' || state === 'error';
