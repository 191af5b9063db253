import type { EventBase, EventCodec } from './event.js';
import { flag, open } from './fields.js';
import { flatCodec } from './flat.js';
import type { Open } from './open.js';

/** `calling.call.denoise`: whether noise reduction is on. */
export interface DenoiseEvent extends EventBase<'calling.call.denoise'> {
  /** Whether noise reduction is on. */
  readonly denoised: boolean;
}

export const denoiseEventCodec: EventCodec<DenoiseEvent> = flatCodec(
  'calling.call.denoise',
  { denoised: flag },
  {},
);

/** `calling.call.echo`: an echo has begun or ended. */
export interface EchoEvent extends EventBase<'calling.call.echo'> {
  /** `echoing` while the caller hears their own audio. */
  readonly state: Open<'echoing' | 'finished'>;
}

export const echoEventCodec: EventCodec<EchoEvent> = flatCodec(
  'calling.call.echo',
  { state: open<'echoing' | 'finished'>() },
  {},
);

/** `calling.call.hold`: the call was put on hold or taken off hold. */
export interface HoldEvent extends EventBase<'calling.call.hold'> {
  /** `hold` while the call is on hold. */
  readonly state: Open<'hold' | 'unhold'>;
}

export const holdEventCodec: EventCodec<HoldEvent> = flatCodec(
  'calling.call.hold',
  { state: open<'hold' | 'unhold'>() },
  {},
);
