import type { Settings } from '../engine/settings.js';
import type { Fields } from '../wire/json-rpc.js';
import type { CallDescription } from './call-description.js';
import type { CallState } from './call-state.js';

/** The part of a call that its events describe. */
interface DescribedCall {
  readonly callId: string;
  readonly segmentId: string;
  readonly tag: string;
  readonly context: string;
  readonly startedAt: number;
  readonly description: CallDescription;
  readonly settings: Pick<Settings, 'nodeId' | 'project'>;
  readonly state: CallState;
  /** The call that it is connected to. */
  readonly peer: DescribedCall | undefined;
}

const common = ({ segmentId, tag, description: { direction, device } }: DescribedCall): Fields => ({
  segment_id: segmentId,
  tag,
  direction,
  device,
});

/** The params of `calling.call.receive`. */
export const receiveParams = (call: DescribedCall): Fields => ({
  call_id: call.callId,
  node_id: call.settings.nodeId,
  project_id: call.settings.project,
  context: call.context,
  ...common(call),
  call_state: 'created',
});

const defined = (fields: Record<string, unknown>): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The `peer` of an event: the call at the other end of a connection. */
export const peerOf = ({ callId, settings, description: { device } }: DescribedCall): Fields => ({
  call_id: callId,
  node_id: settings.nodeId,
  device,
});

export type WireState = 'created' | 'ringing' | 'answered' | 'ending' | 'ended';

/** The params of `calling.call.state`; times are milliseconds since the epoch (of the scheduler). */
export const stateParams = (call: DescribedCall, callState: WireState): Fields => {
  const { state, startedAt, peer } = call;
  return {
    ...common(call),
    call_state: callState,
    ...defined({
      peer: peer && peerOf(peer),
      end_reason: state.kind === 'ended' ? state.reason : undefined,
      start_time: startedAt,
      answer_time: state.kind === 'answered' || state.kind === 'ended' ? state.answeredAt : undefined,
      end_time: state.kind === 'ended' && callState === 'ended' ? state.endedAt : undefined,
    }),
  };
};
