import type { RelayFrame } from '../../connection/frames.js';
import { RelaySimulator } from '../../simulator/relay-simulator.js';
import type { CalleeOptions } from '../../simulator/engine/callees.js';
import { isJsonObject } from '../../protocol/json-object.js';
import { probe, type TestCall } from './probe.js';

/** Times are not compared: the sooner it is over the better. */
const FAST = 6000;

/** Outcome of the phone that rang. */
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

/** The same call on the simulator, whose phone does what that of the service did. */
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
