import { pino } from 'pino';
import { RelayClient, digits, eachCall, tts, type Call } from 'relay-rx';
import { concat, filter, firstValueFrom, lastValueFrom } from 'rxjs';
import { practice, type Practice } from '../../support/practice.js';
import { supportLine } from '../support-line.js';
import { relayLogger } from './relay-logger.js';

type Line = Readonly<Record<string, unknown>>;

// On real sockets: a busy machine takes its time.
jest.setTimeout(60_000);

describe('relayLogger', () => {
  let relay: Practice;
  let text: string;
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => (text += line) });
  const lines = (): Line[] =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);

  beforeEach(async () => {
    text = '';
    relay = await practice();
  });
  afterEach(() => relay[Symbol.asyncDispose]());

  it("writes the client's lines with their level, their fields, and those of the child", async () => {
    const client = new RelayClient({
      ...relay.options,
      logger: relayLogger(log.child({ component: 'relay' })),
    });
    client.calls$.pipe(eachCall(supportLine)).subscribe();
    const { callId } = await relay.callOnce();
    await lastValueFrom(client.drain(), { defaultValue: undefined });

    expect(lines().every(({ component }) => component === 'relay')).toBe(true);
    expect(lines()).toContainEqual(
      expect.objectContaining({ level: 30, msg: 'A call was received', callId, context: 'default' }),
    );
    expect(lines()).toContainEqual(
      expect.objectContaining({ level: 30, msg: 'A call is over', callId, reason: 'hangup' }),
    );
    expect(lines()).toContainEqual(
      expect.objectContaining({ level: 20, msg: 'A request is over', method: 'calling.answer' }),
    );
  });

  it('writes no token and no PIN, at any level, not even with the errors themselves', async () => {
    const client = new RelayClient({ ...relay.options, logger: relayLogger(log) });
    client.errors$.subscribe((error) => log.error({ err: error }, 'An error'));
    const flow = (call: Call) =>
      concat(
        call.answer(),
        call
          .playAndCollect({ media: [tts('Your PIN?')], collect: { digits: { max: 4 } } })
          .pipe(digits({ pattern: /^0000$/ })),
      );
    client.calls$.pipe(eachCall(flow)).subscribe();
    const caller = relay.simulator.call({ script: [{ hear: 'PIN' }, { press: '4711' }] });
    await lastValueFrom(caller.state$);
    await lastValueFrom(client.drain(), { defaultValue: undefined });

    expect(lines()).toContainEqual(expect.objectContaining({ level: 50, msg: 'An error' }));
    expect(text).toContain('NoMatchError');
    expect(text).not.toContain('4711');
    expect(text).not.toContain(relay.options.token);
  });

  it('writes no token that RELAY refuses', async () => {
    const token = 'a-token-that-is-refused';
    const client = new RelayClient({ ...relay.options, token, logger: relayLogger(log) });
    client.connect();
    await firstValueFrom(client.errors$.pipe(filter((error) => error.message.includes('refused'))));
    client.close();

    expect(lines()).toContainEqual(expect.objectContaining({ level: 40 }));
    expect(text).not.toContain(token);
  });
});
