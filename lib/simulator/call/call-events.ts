import type { Fields } from '../wire/json-rpc.js';
import type { Call } from './call.js';

const common = ({ segmentId, tag, description: { direction, device } }: Call): Fields => ({
  segment_id: segmentId,
  tag,
  direction,
  device,
});

/** The params of `calling.call.receive`. */
export const receiveParams = (call: Call): Fields => ({
  call_id: call.callId,
  node_id: call.settings.nodeId,
  project_id: call.settings.project,
  context: call.context,
  ...common(call),
  call_state: 'created',
});

const defined = (fields: Record<string, unknown>): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** How an event names the call at the other side of a connection. */
export const peerOf = ({ callId, settings, description: { device } }: Call): Fields => ({
  call_id: callId,
  node_id: settings.nodeId,
  device,
});

export type WireState = 'created' | 'ringing' | 'answered' | 'ending' | 'ended';

/** The params of `calling.call.state`; times are milliseconds since the epoch (of the scheduler). */
export const stateParams = (call: Call, callState: WireState): Fields => {
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
