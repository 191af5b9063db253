// A menu on SignalWire's own @signalwire/realtime-api, as `relay-rx simulate -- node realtime-menu.mjs` starts it: it is
// pointed at the simulator by the environment. Another number than the menu's calls back.
import { SignalWire } from '@signalwire/realtime-api';

const { SIGNALWIRE_PROJECT_ID, SIGNALWIRE_API_TOKEN, SIGNALWIRE_SPACE, SIGNALWIRE_RELAY_SCHEME } =
  process.env;
const CALLS_BACK = '+15550190';

const client = await SignalWire({
  host: `${SIGNALWIRE_RELAY_SCHEME}://${SIGNALWIRE_SPACE}`,
  project: SIGNALWIRE_PROJECT_ID,
  token: SIGNALWIRE_API_TOKEN,
});

const menu = async (call) => {
  const prompt = await call
    .promptTTS({ text: 'Press 1 for sales, 2 for support.', digits: { max: 1, digitTimeout: 2 } })
    .onEnded();
  if (prompt.digits !== '') await call.playTTS({ text: `You pressed ${prompt.digits}` }).onEnded();
  await call.hangup();
};

const callBack = async ({ from }) => {
  const call = await client.voice.dialPhone({ from: CALLS_BACK, to: from, timeout: 30 });
  await call.playTTS({ text: 'You wanted to be called.' }).onEnded();
  await call.hangup();
};

await client.voice.listen({
  topics: ['default'],
  onCallReceived: async (call) => {
    try {
      await call.answer();
      if (call.to !== CALLS_BACK) return await menu(call);
      await call.hangup();
      await callBack(call);
    } catch {
      // The caller has hung up.
    }
  },
});
