import type { CallState, EndReason } from '../../protocol/events/call.js';
import type { ConferenceStatus } from '../../protocol/events/conference.js';
import type { ConnectState } from '../../protocol/events/connect.js';
import type { DialState, DialedCall } from '../../protocol/events/dial.js';
import type { CallDevice } from '../../protocol/events/parties.js';
import type { QueueStatus } from '../../protocol/events/queue.js';
import { build, type Address, type EventOptions, type ServerEvent } from '../events.js';

const NODE = 'node-1';
const phone: CallDevice = {
  type: 'phone',
  params: { from_number: '+15550100', to_number: '+15550101' },
};

/** `calling.call.receive`: an inbound call. `relay.call` sends one and returns the call. */
export const callReceived = (more: EventOptions<'calling.call.receive'> = {}): ServerEvent =>
  build(
    'calling.call.receive',
    { callState: 'created', context: 'default', direction: 'inbound', device: phone },
    more,
  );

/** `calling.call.state`: a new state of a call. */
export const callState = (
  callState: CallState,
  more: EventOptions<'calling.call.state', 'callState'> = {},
): ServerEvent => build('calling.call.state', { callState }, more);

/** `calling.call.state` for the end of a call, with the reason `hangup` by default. */
export const callEnded = (endReason: EndReason = 'hangup', address: Address = {}): ServerEvent =>
  callState('ended', { endReason, ...address });

/** A leg of a dial; by default the one that answered. */
export type LegOptions = Partial<Omit<DialedCall, 'callId' | 'tag'>>;

/**
 * `calling.call.dial`: the state of the dial with that `tag`: `dialing`, `answered` (with the call id of the leg that
 * answered) or `failed`. `leg` sets the fields of the leg.
 */
export const dialState = (
  state: DialState,
  tag: string,
  {
    callId,
    leg = {},
    reason,
  }: { readonly callId?: string; readonly leg?: LegOptions; readonly reason?: string } = {},
): ServerEvent =>
  build('calling.call.dial', {
    dialState: state,
    tag,
    reason,
    ...(callId !== undefined && {
      call: { callId, nodeId: NODE, tag, device: phone, dialWinner: state === 'answered', ...leg },
    }),
  });

/**
 * `calling.call.connect`: the state of connecting a call to another. When it is connected, it has `peer`, or a default
 * one.
 */
export const connectState = (
  state: ConnectState,
  more: EventOptions<'calling.call.connect', 'connectState'> = {},
): ServerEvent =>
  build(
    'calling.call.connect',
    {
      connectState: state,
      ...(state === 'connected' && {
        peer: { callId: 'peer-1', nodeId: NODE, device: phone, queueId: undefined, queueName: undefined },
      }),
    },
    more,
  );

/** `calling.call.queue`: the state of a call in a queue; by default at the first position. */
export const queued = (
  status: QueueStatus,
  more: EventOptions<'calling.call.queue', 'status'> = {},
): ServerEvent =>
  build(
    'calling.call.queue',
    { status, queueId: 'queue-1', queueName: 'support', position: 1, size: 1 },
    more,
  );

/** `calling.conference`: a status of a conference. */
export const conferenceStatus = (
  status: ConferenceStatus,
  more: EventOptions<'calling.conference', 'status'> = {},
): ServerEvent =>
  build('calling.conference', { status, conferenceId: 'conference-1', name: 'meeting' }, more);

/** `calling.call.refer`: the state of a SIP REFER. */
export const referState = (
  state: NonNullable<EventOptions<'calling.call.refer'>['state']>,
  more: EventOptions<'calling.call.refer', 'state'> = {},
): ServerEvent => build('calling.call.refer', { state, sipReferTo: 'sip:sales@example.test' }, more);

/** `calling.call.hold`: the call was put on hold or taken off hold. */
export const holdState = (state: 'hold' | 'unhold', address: Address = {}): ServerEvent =>
  build('calling.call.hold', { state }, address);

/** `calling.call.denoise`: noise reduction is on or off. */
export const denoised = (denoised: boolean, address: Address = {}): ServerEvent =>
  build('calling.call.denoise', { denoised }, address);

/** `calling.call.echo`: an echo has begun or ended. */
export const echoState = (state: 'echoing' | 'finished', address: Address = {}): ServerEvent =>
  build('calling.call.echo', { state }, address);

/** `calling.error`: an error of a call that is not the answer to a request. */
export const callingError = (
  message: string,
  { code = '500', ...address }: Address & { readonly code?: string } = {},
): ServerEvent => build('calling.error', { code, message }, address);
