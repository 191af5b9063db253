import type { Fields } from '../wire/json-rpc.js';
import type { Call } from './call.js';

const device = ({ description: { from, to } }: Call): Fields => ({
  type: 'phone',
  params: { from_number: from, to_number: to, headers: [] },
});

const common = (call: Call): Fields => ({
  segment_id: call.segmentId,
  tag: call.tag,
  direction: 'inbound',
  device: device(call),
});

/** The params of `calling.call.receive`. */
export const receiveParams = (call: Call): Fields => ({
  call_id: call.callId,
  node_id: call.settings.nodeId,
  project_id: call.settings.project,
  context: call.description.context,
  ...common(call),
  call_state: 'created',
});

const defined = (fields: Record<string, unknown>): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The params of `calling.call.state`; times are milliseconds since the epoch (of the scheduler). */
export const stateParams = (call: Call, callState: 'answered' | 'ending' | 'ended'): Fields => {
  const { state, startedAt } = call;
  return {
    ...common(call),
    call_state: callState,
    ...defined({
      end_reason: state.kind === 'ended' ? state.reason : undefined,
      start_time: startedAt,
      answer_time: state.kind === 'answered' || state.kind === 'ended' ? state.answeredAt : undefined,
      end_time: state.kind === 'ended' && callState === 'ended' ? state.endedAt : undefined,
    }),
  };
};
