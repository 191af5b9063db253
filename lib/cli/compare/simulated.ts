import type { RelayFrame } from '../../connection/frames.js';
import { RelaySimulator } from '../../simulator/relay-simulator.js';
import type { CalleeOptions } from '../../simulator/engine/callees.js';
import { isJsonObject } from '../../protocol/json-object.js';
import { probe, type TestCall } from './probe.js';

/** Words a minute. Fast, because times are not compared. */
const FAST = 6000;

/** The outcome of the service's call. */
const answerIn = (frames: readonly RelayFrame[]): NonNullable<CalleeOptions['answer']> => {
  for (const { frame } of frames) {
    if (!isJsonObject(frame) || !isJsonObject(frame['params'])) continue;
    const { event_type, params } = frame['params'];
    if (event_type !== 'calling.call.dial' || !isJsonObject(params)) continue;
    if (params['dial_state'] === 'answered') return 'answer';
    if (params['dial_state'] !== 'failed') continue;
    return params['reason'] === 'busy' || params['reason'] === 'decline' ? params['reason'] : 'noAnswer';
  }
  return 'noAnswer';
};

/** Makes the same call on the simulator, with the outcome that it had on the service. */
export async function simulated(frames: readonly RelayFrame[], call: TestCall): Promise<RelayFrame[]> {
  const [project, token] = ['project', 'token'];
  const simulator = await RelaySimulator.listen({ project, token, wordsPerMinute: FAST });
  try {
    simulator.callee({ answer: answerIn(frames), after: 0 });
    return await probe({ project, token, host: simulator.host, scheme: 'ws', caFile: undefined }, call);
  } finally {
    await simulator.close();
  }
}
