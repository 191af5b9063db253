import { digits, eachCall, tts, type Call, type RelayClient } from 'relay-rx';
import { parseRecording } from '../../lib/recording/format.js';
import { replay, trace, type ReplayedFlow } from 'relay-rx/recording';
import { concat, ignoreElements, retry, switchMap, take, timer, type Observable } from 'rxjs';
import { Stage } from '../cli/simulate/support.js';

jest.setTimeout(60_000);

const PROMPT = 'Press 1 for sales, 2 for support.';

const menu =
  ({ support = 'support', max = 1, pause = 0 } = {}) =>
  (call: Call): Observable<unknown> =>
    concat(
      call.answer(),
      timer(pause).pipe(ignoreElements()),
      call.playAndCollect({ media: [tts(PROMPT)], collect: { digits: { max }, initialTimeout: 3 } }).pipe(
        digits(),
        retry(2),
        switchMap((digit) => call.transfer({ dest: digit === '1' ? 'sales' : support })),
      ),
    );

let stage: Stage;
beforeAll(async () => (stage = await Stage.open({ speed: 10 })));
afterAll(() => stage.close());
afterEach(() => stage.reset());

const serve = (client: RelayClient, flow: (call: Call) => Observable<unknown>) =>
  client.calls$.pipe(eachCall(flow)).subscribe();
const isEnded = (body: unknown) => (body as { state: string }).state === 'ended';

/** A call that follows a script, when it is over. */
async function callOver(script: readonly object[], more: object = {}): Promise<string> {
  const { body } = await stage.ask('POST', 'calls', { context: 'default', ...more, script });
  const { callId } = body as { callId: string };
  await stage.until(`calls/${callId}`, isEnded);
  return callId;
}

/** What is exported of a call. */
async function exported(callId: string) {
  const response = await fetch(`${stage.url}/_relay/calls/${callId}/recording`);
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'application/jsonl; charset=utf-8',
  ]);
  return parseRecording(await response.text());
}

/** Where a flow departs from what was exported of a call. */
const departs = async (callId: string, flow: ReplayedFlow): Promise<string | undefined> =>
  replay(await exported(callId), flow)
    .mismatch?.message.split('\n')[0]
    ?.replaceAll(callId, 'c');

const CHOOSES = [{ hear: 'Press 1' }, { press: '2' }, { ended: true }];

describe('a call that is exported', () => {
  it('replays with the flow that had it, and departs where the flow has changed', async () => {
    serve(await stage.client(), menu());
    const callId = await callOver(CHOOSES);

    expect(await departs(callId, menu())).toBeUndefined();
    expect(await departs(callId, menu({ support: 'help' }))).toMatch(
      /^At [\d.]+ s on call c: then calling\.transfer with dest "support", now "help"$/,
    );
    expect(await departs(callId, menu({ max: 2 }))).toMatch(
      /^At [\d.]+ s on call c: then calling\.play_and_collect with collect\.digits\.max 1, now 2$/,
    );
    expect(trace(await exported(callId))).toContain('play_and_collect');
  });

  it('has its times as the client saw them, however fast callers and prompts were', async () => {
    serve(await stage.client(), menu({ pause: 700 }));
    const callId = await callOver(CHOOSES);

    const sent = (await exported(callId)).lines.flatMap((line) =>
      'frame' in line && (line.frame as { method?: string }).method?.startsWith('calling.') === true
        ? [line.at]
        : [],
    );
    const [answered = 0, asked = 0] = sent;

    expect(asked - answered).toBeGreaterThan(600);
    expect(asked - answered).toBeLessThan(6000);
    expect(await departs(callId, menu({ pause: 700 }))).toBeUndefined();
    expect(await departs(callId, menu({ pause: 30_000 }))).toMatch(/now nothing was sent$/);
  });

  it('replays though time was moved forward in it', async () => {
    const flow = (call: Call) =>
      concat(
        call.answer(),
        call.record({ audio: { initialTimeout: 60, endSilenceTimeout: 60 } }),
        call.hangup(),
      );
    serve(await stage.client(), flow);
    const { body } = await stage.ask('POST', 'calls', { context: 'default' });
    const { callId } = body as { callId: string };
    await stage.until('frames?method=calling.record', (frames) => (frames as unknown[]).length > 0);
    await stage.ask('POST', 'clock', { advance: 600_000 });
    await stage.until(`calls/${callId}`, isEnded);

    expect(await departs(callId, flow)).toBeUndefined();
  });

  it('has what its client was connected with, and no other call', async () => {
    const client = await stage.client({ contexts: ['office'] });
    serve(client, menu());
    await new Promise((resolve) => client.receive(['default']).subscribe(resolve));
    const other = await callOver(CHOOSES, { context: 'office' });
    const callId = await callOver(CHOOSES);
    const { lines } = await exported(callId);
    const methods = lines.flatMap((line) =>
      'frame' in line && line.direction === 'sent' ? ((line.frame as { method?: string }).method ?? []) : [],
    );

    expect(lines[1]).toMatchObject({
      at: 0,
      frame: { method: 'signalwire.connect', params: { contexts: ['office'], authentication: '(masked)' } },
    });
    expect(methods).toEqual([
      'signalwire.connect',
      'signalwire.receive',
      'calling.answer',
      'calling.play_and_collect',
      'calling.transfer',
    ]);
    expect(JSON.stringify(lines)).not.toMatch(new RegExp(`${other}|a-secret-token|authorization_state`));
  });

  it('replays the drop and the resume in it', async () => {
    serve(await stage.client(), menu());
    const { body } = await stage.ask('POST', 'calls', { context: 'default' });
    const { callId } = body as { callId: string };
    await stage.until(`calls/${callId}`, (call) => JSON.stringify(call).includes('Press 1'));
    await stage.ask('POST', 'faults', { fault: 'drop' });
    await stage.until('frames?method=signalwire.connect', (frames) => (frames as unknown[]).length === 2);
    await stage.until('health', (health) => (health as { clients: number }).clients === 1);
    await stage.ask('POST', `calls/${callId}/press`, { digits: '2' });
    await stage.until(`calls/${callId}`, isEnded);
    const { lines } = await exported(callId);

    expect(lines.flatMap((line) => ('connection' in line ? [[line.link, line.connection]] : []))).toEqual([
      [1, 'opened'],
      [1, 'closed'],
      [2, 'opened'],
    ]);
    expect(await departs(callId, menu())).toBeUndefined();
    expect(await departs(callId, menu({ support: 'help' }))).toMatch(/now "help"$/);
  });

  it('is what the last client did, where an earlier one passed it on', async () => {
    const idle = await stage.client();
    const { callId } = (await stage.ask('POST', 'calls', { context: 'default' })).body as { callId: string };
    await stage.until('frames?method=calling.pass', (frames) => (frames as unknown[]).length > 0);
    // The call may come together with the connection.
    await stage.client({}, (client) => serve(client, menu()));
    idle.close();
    await stage.until(`calls/${callId}`, (call) => JSON.stringify(call).includes('Press 1'));
    await stage.ask('POST', `calls/${callId}/press`, { digits: '1' });
    await stage.until(`calls/${callId}`, isEnded);

    expect(await departs(callId, menu())).toBeUndefined();
  });

  it('is a dial with the call that it made', async () => {
    const devices = [
      [{ type: 'phone' as const, params: { fromNumber: '+15550101', toNumber: '+15550102' } }],
    ];
    const dialling = (words: string) => (client: RelayClient) =>
      client.dial({ devices }).pipe(
        take(1),
        switchMap((call) => concat(call.playTTS({ text: words }), call.hangup())),
      );
    const client = await stage.client();
    await new Promise<void>((resolve) => {
      dialling('Hello.')(client).subscribe({ complete: resolve });
    });
    const [{ callId }] = (await stage.ask('GET', 'calls')).body as [{ callId: string }];
    await stage.until(`calls/${callId}`, isEnded);
    const { lines } = await exported(callId);

    expect(JSON.stringify(lines)).toContain('"method":"calling.dial"');
    expect(await departs(callId, { client: dialling('Hello.') })).toBeUndefined();
    expect(await departs(callId, { client: dialling('Good day.') })).toMatch(/now "Good day\."/);
  });

  it('is 404 where no client has had the call, and where there is no such call', async () => {
    const { body } = await stage.ask('POST', 'calls', { context: 'nobody' });
    const { callId } = body as { callId: string };

    expect(await stage.ask('GET', `calls/${callId}/recording`)).toMatchObject({
      status: 404,
      body: { error: expect.stringMatching(/No frames of the call .* are kept/) },
    });
    expect((await stage.ask('GET', 'calls/x/recording')).status).toBe(404);
  });
});
