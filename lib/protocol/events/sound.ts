import type { EventOf } from './event.js';
import { flag, open } from './fields.js';
import { flatCodec } from './flat.js';

/** `calling.call.denoise`: whether noise reduction is on. */
export const DenoiseEvent = flatCodec('calling.call.denoise', { denoised: flag }, {});
export type DenoiseEvent = EventOf<typeof DenoiseEvent>;

/** `calling.call.echo`: the caller hears what they say, or no longer. */
export const EchoEvent = flatCodec('calling.call.echo', { state: open<'echoing' | 'finished'>() }, {});
export type EchoEvent = EventOf<typeof EchoEvent>;

/** `calling.call.hold`: the call is on hold, or no longer. */
export const HoldEvent = flatCodec('calling.call.hold', { state: open<'hold' | 'unhold'>() }, {});
export type HoldEvent = EventOf<typeof HoldEvent>;
