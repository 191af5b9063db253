import { createRequire } from 'node:module';

/** The part of its public interface that is used here. */
interface RealtimeApi {
  SignalWire(options: object): Promise<{
    readonly voice: {
      listen(options: {
        topics: string[];
        onCallReceived(call: RealtimeCall): Promise<void>;
      }): Promise<unknown>;
    };
  }>;
}

interface RealtimeCall {
  answer(): Promise<unknown>;
  promptTTS(options: object): { ended(): Promise<unknown> };
  hangup(): Promise<unknown>;
}

/** `@signalwire/realtime-api`, SignalWire's published client for Node.js, its log silent. */
export async function realtimeApi(port: number): Promise<void> {
  const api = createRequire(import.meta.url)('@signalwire/realtime-api') as RealtimeApi;
  const client = await api.SignalWire({
    host: `ws://127.0.0.1:${port}`,
    project: 'realtime-api',
    token: 'bench',
    logLevel: 'silent',
  });
  await client.voice.listen({
    topics: ['bench'],
    onCallReceived: async (call) => {
      await call.answer();
      await call.promptTTS({ text: 'Press 1.', digits: { max: 2 }, partialResults: true }).ended();
      await call.hangup();
    },
  });
}
