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

/** A call comes in: `relay.call` sends one and gives the call. */
export const callReceived = (more: EventOptions<'calling.call.receive'> = {}): ServerEvent =>
  build(
    'calling.call.receive',
    { callState: 'created', context: 'default', direction: 'inbound', device: phone },
    more,
  );

/** A call changes its state. */
export const callState = (
  callState: CallState,
  more: EventOptions<'calling.call.state', 'callState'> = {},
): ServerEvent => build('calling.call.state', { callState }, more);

/** A call ends: with a hangup, unless another reason is given. */
export const callEnded = (endReason: EndReason = 'hangup', address: Address = {}): ServerEvent =>
  callState('ended', { endReason, ...address });

/** A leg of a dial, the one that answered unless it says otherwise. */
export type LegOptions = Partial<Omit<DialedCall, 'callId' | 'tag'>>;

/**
 * How a dial is going, by its `tag`: `dialing`; `answered`, with the call id of the leg that answered; `failed`. `leg`
 * is who that is.
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

/** How the connection of a call with another is going: once connected, with `peer`, or somebody. */
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

/** A call in a queue: its first place, unless it says otherwise. */
export const queued = (
  status: QueueStatus,
  more: EventOptions<'calling.call.queue', 'status'> = {},
): ServerEvent =>
  build(
    'calling.call.queue',
    { status, queueId: 'queue-1', queueName: 'support', position: 1, size: 1 },
    more,
  );

/** Something happens in a conference. */
export const conferenceStatus = (
  status: ConferenceStatus,
  more: EventOptions<'calling.conference', 'status'> = {},
): ServerEvent =>
  build('calling.conference', { status, conferenceId: 'conference-1', name: 'meeting' }, more);

/** How a SIP REFER is going. */
export const referState = (
  state: NonNullable<EventOptions<'calling.call.refer'>['state']>,
  more: EventOptions<'calling.call.refer', 'state'> = {},
): ServerEvent => build('calling.call.refer', { state, sipReferTo: 'sip:sales@example.test' }, more);

/** The call is on hold, or no longer. */
export const holdState = (state: 'hold' | 'unhold', address: Address = {}): ServerEvent =>
  build('calling.call.hold', { state }, address);

/** Noise reduction is on, or no longer. */
export const denoised = (denoised: boolean, address: Address = {}): ServerEvent =>
  build('calling.call.denoise', { denoised }, address);

/** The caller hears what they say, or no longer. */
export const echoState = (state: 'echoing' | 'finished', address: Address = {}): ServerEvent =>
  build('calling.call.echo', { state }, address);

/** RELAY reports trouble with a call that belongs to no request. */
export const callingError = (
  message: string,
  { code = '500', ...address }: Address & { readonly code?: string } = {},
): ServerEvent => build('calling.error', { code, message }, address);
