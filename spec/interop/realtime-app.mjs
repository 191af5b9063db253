// An IVR on SignalWire's own @signalwire/realtime-api, in a process of its own: it keeps timers and sockets that a test
// run would have to wait for. It takes orders by IPC, and answers each one with what came of it.
import { SignalWire, Voice } from '@signalwire/realtime-api';

const { HOST, PROJECT, TOKEN } = process.env;
const FROM = '+15550100';

const client = await SignalWire({ host: HOST, project: PROJECT, token: TOKEN });
const report = (what, result) => process.send({ what, result });

const FLOWS = {
  '+15550201': async (call) => {
    const prompt = await call
      .promptTTS({ text: 'Press one or two', digits: { max: 1, digitTimeout: 2 } })
      .onEnded();
    await call.playTTS({ text: `You pressed ${prompt.digits}` }).onEnded();
    await call.hangup();
    return prompt.digits;
  },
  '+15550202': async (call) => {
    const prompt = await call
      .promptTTS({ text: 'Which department', speech: { endSilenceTimeout: 0.3 } })
      .onEnded();
    await call.hangup();
    return { text: prompt.text, confidence: prompt.confidence };
  },
  '+15550203': async (call) => {
    const recording = await call.recordAudio({ endSilenceTimeout: 0.2, initialTimeout: 2 }).onEnded();
    await call.hangup();
    return { state: recording.state, url: recording.url };
  },
  '+15550204': async (call) => {
    const peer = await call.connectPhone({ from: FROM, to: '+15550302', timeout: 5 });
    await call.disconnected();
    return { peer: typeof peer.id, state: call.state };
  },
};

await client.voice.listen({
  topics: ['office'],
  onCallReceived: async (call) => {
    try {
      await call.answer();
      report(call.to, await FLOWS[call.to](call));
    } catch (error) {
      report(call.to, { failed: String(error) });
    }
  },
});

const updates = [];
await client.messaging.listen({
  topics: ['office'],
  onMessageReceived: ({ from, body }) => report('message received', { from, body }),
  onMessageUpdated: ({ state }) => {
    updates.push(state);
    if (state === 'delivered') report('message', updates);
  },
});

const ORDERS = {
  dial: async ({ to }) => {
    const devices = new Voice.DeviceBuilder().add(Voice.DeviceBuilder.Phone({ to, from: FROM, timeout: 5 }));
    const call = await client.voice.dial(devices);
    const { to: answeredBy } = call;
    await call.hangup();
    return answeredBy;
  },
  machine: async ({ to }) => {
    const call = await client.voice.dialPhone({ to, from: FROM, timeout: 5 });
    const detector = await call.amd({ timeout: 10 }).onEnded();
    await call.hangup();
    return detector.type;
  },
  send: ({ to }) =>
    client.messaging.send({ context: 'office', from: FROM, to, body: 'Hello' }).then(() => null),
};

process.on('message', ({ order, ...params }) => {
  if (order === 'end') process.exit(0);
  ORDERS[order](params).then(
    (result) => order !== 'send' && report(order, result),
    (error) => report(order, { failed: error instanceof Error ? error.message : error }),
  );
});
report('ready', null);
