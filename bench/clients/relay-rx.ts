import { RelayClient, digits, eachCall, tts } from 'relay-rx';
import { concat } from 'rxjs';

const PROMPT = { media: [tts('Press 1.')], collect: { digits: { max: 2 }, partialResults: true } };

/** This library, as a user would write the flow. */
export function relayRx(port: number): void {
  const client = new RelayClient({
    project: 'relay-rx',
    token: 'bench',
    host: `127.0.0.1:${port}`,
    scheme: 'ws',
    contexts: ['bench'],
    maxActiveCalls: 1_000_000,
  });
  client.calls$
    .pipe(
      eachCall((call) => concat(call.answer(), call.playAndCollect(PROMPT).pipe(digits()), call.hangup())),
    )
    .subscribe();
}
