/** What the compiler must say of options. `npm run typecheck` is the test: nothing in `types` is ever run. */
import { readAI } from '../../../lib/protocol/options/ai.js';
import { readBindDigit } from '../../../lib/protocol/options/bind-digit.js';
import { readConnect } from '../../../lib/protocol/options/connect.js';
import { readDetect, readDetectAnsweringMachine } from '../../../lib/protocol/options/detect.js';
import { callDevice, phone, sip } from '../../../lib/protocol/options/device-builders.js';
import { readDial } from '../../../lib/protocol/options/dial.js';
import { readSendMessage } from '../../../lib/protocol/options/message.js';
import { readPay } from '../../../lib/protocol/options/pay.js';
import { readRecord } from '../../../lib/protocol/options/record.js';
import { readTap } from '../../../lib/protocol/options/tap.js';

const types = (): void => {
  const alice = phone({ to: '+15550101', from: '+15550100' });

  // Nested or flat.
  readDial({ devices: [[alice], [{ type: 'phone', params: { toNumber: '+1555', fromNumber: '+1555' } }]] });
  readDial({ devices: [[alice], [{ type: 'phone', toNumber: '+1555' }]], dialTimeout: 1, maxDuration: 2 });
  readConnect({ devices: [[alice, callDevice({ callId: 'c', nodeId: 'n' })]], maxPricePerMinute: 1 });
  readDetect({ detect: { type: 'machine', params: { initialTimeout: 1 } } });
  readDetect({ detect: { type: 'machine', initialTimeout: 1 } });
  readDetectAnsweringMachine({ detectMessageEnd: true, statusUrl: 'https://a.test' });
  readTap({ tap: { type: 'audio' }, device: { type: 'ws', uri: 'wss://a.test' } });
  readRecord({ audio: { endSilenceTimeout: 1 }, statusUrl: 'https://a.test' });
  readBindDigit({ digits: '1', bindMethod: 'calling.play', bindParams: { play: [] } });
  readAI({ SWAIG: {}, postPrompt: {}, globalData: { any: 1 } });
  readAI({ SWAIG: {}, postPrompt: {}, stopOnUnsubscribe: false });
  readSendMessage({ toNumber: '+1555', fromNumber: '+1555', body: 'Hi.' });
  readPay({ paymentConnectorUrl: 'https://a.test', securityCode: false, prompts: [{ for: 'postal-code' }] });

  // The wire's own names are accepted at run time only, so that completion shows each option once.
  // @ts-expect-error Did you mean to write 'dialTimeout'?
  readDial({ devices: alice, dial_timeout: 1 });
  // @ts-expect-error Did you mean to write 'detectMessageEnd'?
  readDetectAnsweringMachine({ detect_message_end: true });
  // @ts-expect-error Did you mean to write 'bindMethod'?
  readBindDigit({ digits: '1', bind_method: 'calling.play' });
  // @ts-expect-error the name of `audio` on the wire
  readRecord({ record: { audio: {} } });

  // @ts-expect-error two in a flat list: in turn or at the same time?
  readDial({ devices: [alice, alice] });
  // @ts-expect-error a call is there already
  readDial({ devices: [[callDevice({ callId: 'c', nodeId: 'n' })]] });
  // @ts-expect-error a number that is called
  phone({ from: '+15550101' });
  // @ts-expect-error an encryption that is none
  sip({ to: 'a', from: 'b', encryption: 'sometimes' });
  // @ts-expect-error another detector's params
  readDetect({ detect: { type: 'fax', digits: '1' } });
  // @ts-expect-error a tap that goes nowhere
  readTap({ tap: { type: 'audio' } });
  // @ts-expect-error an option that is none
  readRecord({ colour: 'red' });
};

describe('the types of options', () => {
  it('are checked by the compiler', () => {
    expect(types).toBeInstanceOf(Function);
  });
});
