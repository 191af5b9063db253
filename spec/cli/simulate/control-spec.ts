import { request } from 'node:http';
import { eachCall, digits, tts, type RelayClient } from 'relay-rx';
import { concat, filter, firstValueFrom, ignoreElements, of, switchMap } from 'rxjs';
import { Stage } from './support.js';

jest.setTimeout(30_000);

let stage: Stage;
beforeAll(async () => (stage = await Stage.open()));
afterAll(() => stage.close());
afterEach(() => stage.reset());

/** A menu that transfers. */
const serve = (client: RelayClient) =>
  client.calls$
    .pipe(
      eachCall((call) =>
        concat(
          call.answer().pipe(ignoreElements()),
          call.playAndCollect({ media: [tts('Press 1 for sales.')], collect: { digits: { max: 1 } } }).pipe(
            digits(),
            switchMap((digit) => call.transfer({ dest: digit === '1' ? 'sales' : 'support' })),
          ),
        ),
      ),
    )
    .subscribe();

const place = async (body: object = { context: 'default' }): Promise<string> =>
  ((await stage.ask('POST', 'calls', body)).body as { callId: string }).callId;
const has = (key: string, value: unknown) => (body: unknown) =>
  (body as Record<string, unknown>)[key] === value;
const hears = (text: string) => (body: unknown) => JSON.stringify(body).includes(text);

/** A request with headers that `fetch` does not let one set. */
const raw = (path: string, headers: Record<string, string>, method = 'GET'): Promise<[number, string]> =>
  new Promise((resolve, reject) => {
    const sent = request(`${stage.url}${path}`, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve([response.statusCode ?? 0, text]));
    });
    sent.on('error', reject);
    sent.end();
  });

describe('health', () => {
  it('counts authenticated sessions, and names what they receive', async () => {
    expect((await stage.ask('GET', 'health')).body).toEqual({
      ok: true,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      clients: 0,
      contexts: [],
    });
    const client = await stage.client({ contexts: ['sales', 'support'] });

    expect((await stage.ask('GET', 'health')).body).toMatchObject({
      clients: 1,
      contexts: ['sales', 'support'],
    });
    client.close();
    await stage.until('health', has('clients', 0));
  });
});

describe('calls', () => {
  it('are placed, heard, answered by keys, and tell where they were transferred', async () => {
    const client = await stage.client();
    serve(client);
    const { status, body } = await stage.ask('POST', 'calls', { context: 'default', from: '+15550177' });
    expect([status, body]).toEqual([201, { callId: expect.any(String) }]);
    const { callId } = body as { callId: string };
    await stage.until(`calls/${callId}`, hears('Press 1'));
    expect(await stage.ask('POST', `calls/${callId}/press`, { digits: '1' })).toMatchObject({
      status: 204,
      body: undefined,
    });

    expect(await stage.until(`calls/${callId}`, has('state', 'ended'))).toMatchObject({
      callId,
      from: '+15550177',
      state: 'ended',
      heard: [{ kind: 'tts', text: 'Press 1 for sales.' }],
      transferredTo: 'sales',
      endReason: 'hangup',
    });
  });

  it('warn where nobody receives the context, and ring', async () => {
    const { status, body } = await stage.ask('POST', 'calls', { context: 'nobody' });

    expect(status).toBe(201);
    expect(body).toMatchObject({ warning: expect.stringMatching(/No client receives the context "nobody"/) });
    expect((await stage.ask('GET', 'calls')).body).toMatchObject([{ state: 'ringing', context: 'nobody' }]);
  });

  it('follow a script, and tell how that went', async () => {
    const client = await stage.client();
    serve(client);
    const passes = await place({
      context: 'default',
      script: [{ hear: 'Press 1' }, { press: '2' }, { ended: true }],
    });
    const fails = await place({ context: 'default', script: [{ hear: 'Press 9', within: 500 }] });

    expect(await stage.until(`calls/${passes}`, hears('"passed"'))).toMatchObject({
      transferredTo: 'support',
    });
    expect(await stage.until(`calls/${fails}`, hears('"failed"'))).toMatchObject({
      state: 'answered',
      script: {
        state: 'failed',
        failure: expect.stringMatching(/step 1, hear "Press 9": not within 500 ms/),
      },
    });
  });

  it('say, mumble and hang up', async () => {
    const callId = await place();
    expect((await stage.ask('POST', `calls/${callId}/say`, { text: 'sales', confidence: 40 })).status).toBe(
      204,
    );
    expect((await stage.ask('POST', `calls/${callId}/mumble`)).status).toBe(204);
    expect((await stage.ask('POST', `calls/${callId}/hangup`)).status).toBe(204);

    expect((await stage.ask('GET', `calls/${callId}`)).body).toMatchObject({
      state: 'ended',
      endReason: 'cancel',
    });
  });

  it.each(['press', 'say', 'mumble', 'hangup'])('that have ended are 409 for %s', async (verb) => {
    const callId = await place();
    await stage.ask('POST', `calls/${callId}/hangup`);
    const body = { press: { digits: '1' }, say: { text: 'x' } }[verb] ?? {};

    expect(await stage.ask('POST', `calls/${callId}/${verb}`, body)).toMatchObject({
      status: 409,
      body: { error: expect.stringMatching(/has ended \(cancel\)/) },
    });
  });

  it('that nobody knows are 404', async () => {
    for (const [method, path] of [
      ['GET', 'calls/none'],
      ['POST', 'calls/none/hangup'],
      ['POST', 'calls/none/answer'],
      ['GET', 'calls/%zz'],
    ] as const)
      expect(await stage.ask(method, path)).toMatchObject({
        status: 404,
        body: { error: expect.stringContaining('GET /_relay/calls') },
      });
  });

  it('that have ended are kept, the latest thousand of them', () => {
    const { calls } = stage.simulation;
    for (let index = 0; index < 1005; index += 1) calls.place({ from: `n${index}` }).hangUp();

    expect(calls.all.map(({ from }) => from)).toEqual(
      Array.from({ length: 1000 }, (_, index) => `n${index + 5}`),
    );
  });
});

describe('callees, recipients and messages', () => {
  it('report the outcome of a dial', async () => {
    const client = await stage.client();
    expect(await stage.ask('POST', 'callees', { to: '+15550102', answer: 'busy' })).toMatchObject({
      status: 201,
      body: { to: '+15550102', answer: 'busy' },
    });
    const failed = new Promise((resolve) => {
      client
        .dial({ devices: [[{ type: 'phone', params: { fromNumber: '+15550101', toNumber: '+15550102' } }]] })
        .subscribe({ error: (error: unknown) => resolve(String(error)) });
    });

    expect(await failed).toMatch(/busy|failed/i);
    expect((await stage.ask('GET', 'calls')).body).toMatchObject([
      { direction: 'outbound', to: '+15550102', endReason: 'busy' },
    ]);
  });

  it('are replaced by a later one for the same number', async () => {
    for (const answer of ['busy', 'answer'])
      await stage.ask('POST', 'callees', { to: '+15550102', answer, after: 0 });
    const client = await stage.client();
    const call = await new Promise<string>((resolve) => {
      client
        .dial({ devices: [[{ type: 'phone', params: { fromNumber: '+15550101', toNumber: '+15550102' } }]] })
        .subscribe(({ state }) => resolve(state));
    });

    expect(call).toBe('answered');
  });

  it('set how a text is delivered, and send one', async () => {
    const client = await stage.client();
    const received = new Promise((resolve) => client.messages$.subscribe(({ body }) => resolve(body)));
    const message = { from: '+15550102', to: '+15550101', body: 'Hello <b>there</b>' };
    expect(await stage.ask('POST', 'messages', message)).toMatchObject({
      status: 201,
      body: { messageId: expect.any(String) },
    });
    expect(await received).toBe(message.body);

    expect(
      (await stage.ask('POST', 'recipients', { to: '+15550102', delivery: 'failed', reason: 'no route' }))
        .status,
    ).toBe(201);
    const state = new Promise((resolve) => {
      client
        .sendMessage({ fromNumber: '+15550101', toNumber: '+15550102', body: 'x', context: 'default' })
        .subscribe({
          next: ({ messageState, reason }) => messageState === 'failed' && resolve(reason),
          error: resolve,
        });
    });
    expect(String(await state)).toMatch(/no route/);
  });
});

describe('frames', () => {
  it('are told as they passed, without credentials, and by method', async () => {
    await stage.client();
    const callId = await place();
    await stage.until('frames', hears(callId));
    const frames = (await stage.ask('GET', 'frames')).body as Record<string, unknown>[];

    expect(frames[0]).toEqual({
      at: expect.any(Number),
      direction: 'in',
      session: null,
      frame: expect.objectContaining({
        method: 'signalwire.connect',
        params: expect.objectContaining({ authentication: '(masked)' }),
      }),
    });
    expect(JSON.stringify(frames)).not.toMatch(/a-secret-token|authorization_state/);
    expect(frames.at(-1)).toMatchObject({ session: expect.stringMatching(/^signalwire_/) });
    const connects = (await stage.ask('GET', 'frames?method=signalwire.connect')).body as unknown[];
    expect(connects).toHaveLength(1);

    expect((await stage.ask('DELETE', 'frames')).status).toBe(204);
    expect((await stage.ask('GET', 'frames')).body).toEqual([]);
  });

  it('are kept, the latest ten thousand of them', () => {
    const { journal } = stage.simulation;
    for (let index = 0; index < 25_000; index += 1)
      journal.add({ at: index, direction: 'sent', frame: { index }, protocol: undefined });
    const kept = journal.from();

    expect(kept).toHaveLength(10_000);
    expect(kept.at(0)?.entry.frame).toEqual({ index: 15_000 });
  });
});

describe('events', () => {
  /** Reads a stream until it has a line that matches. */
  const read = async (
    path: string,
    pattern: RegExp,
    headers: Record<string, string> = {},
  ): Promise<string> => {
    const cut = new AbortController();
    const response = await fetch(`${stage.url}/_relay/${path}`, { headers, signal: cut.signal });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      if (pattern.test(text)) break;
    }
    cut.abort();
    return text;
  };

  it('are the journal, with the number of each, and go on', async () => {
    const client = await stage.client();
    const reading = read('events', /calling\.answer/);
    client.calls$.pipe(eachCall((call) => call.answer())).subscribe();
    await place();
    const text = await reading;

    expect(text).toMatch(/^: connected\n\nid: \d+\ndata: \{"at":\d+,"direction":"in","session":null,/);
    const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    expect(ids).toEqual(ids.map((_, index) => (ids[0] ?? 0) + index));
  });

  it('are those of one call, answers included', async () => {
    const client = await stage.client();
    client.calls$.pipe(eachCall((call) => concat(call.answer(), call.hangup()))).subscribe();
    const [first, second] = [await place(), await place()];
    const text = await read(`events?call=${second}`, /"call_state":"ended"/);

    expect(text).toContain('"calling.call.receive"');
    expect(text).toMatch(/"result":/);
    expect(text).not.toContain(first);
    expect(text).not.toContain('signalwire.connect');
  });

  it('go on after Last-Event-ID', async () => {
    await stage.client();
    const callId = await place();
    await stage.until('frames', hears(callId));
    const all = await read('events', new RegExp(callId));
    const last = [...all.matchAll(/^id: (\d+)$/gm)].at(-2)?.[1] ?? '';
    const text = await read('events', new RegExp(callId), { 'last-event-id': last });

    expect([...text.matchAll(/^id: (\d+)$/gm)][0]?.[1]).toBe(String(Number(last) + 1));
  });

  it('disconnect a reader who takes nothing', async () => {
    const { journal } = stage.simulation;
    const frame = { method: 'x', filler: 'x'.repeat(2000) };
    const closed = new Promise((resolve) => {
      const sent = request(`${stage.url}/_relay/events`, (response) => {
        response.pause();
        response.on('close', resolve);
        response.on('error', () => undefined);
        for (let index = 0; index < 21_000; index += 1)
          journal.add({ at: index, direction: 'sent', frame, protocol: undefined });
        // A reader that is cut off finds out when it reads.
        setTimeout(() => response.resume(), 50);
      });
      sent.on('error', resolve);
      sent.end();
    });

    await closed;
  });
});

describe('faults', () => {
  it('drop connections, which come back', async () => {
    const client = await stage.client();
    const statuses: string[] = [];
    client.status$.subscribe((status) => statuses.push(status));
    expect((await stage.ask('POST', 'faults', { fault: 'drop' })).status).toBe(204);
    await stage.until('health', () => statuses.includes('reconnecting'));

    expect(statuses).toContain('reconnecting');
  });

  it('are for one session, by its name in frames', async () => {
    const [first, second] = [await stage.client(), await stage.client({ contexts: ['other'] })];
    const statuses: string[] = [];
    second.status$.subscribe((status) => statuses.push(status));
    await place({ context: 'default' });
    const frames = (await stage.until('frames', hears('calling.call.receive'))) as {
      session: string | null;
    }[];
    const protocol = frames.find(hears('calling.call.receive'))?.session;
    expect(protocol).toMatch(/^signalwire_\(masked\)_/);
    const dropped = firstValueFrom(first.status$.pipe(filter((status) => status === 'reconnecting')));
    expect((await stage.ask('POST', 'faults', { fault: 'drop', protocol })).status).toBe(204);
    await dropped;

    expect(statuses).toEqual(['connected']);
    expect(await stage.ask('POST', 'faults', { fault: 'drop', protocol: 'nobody' })).toMatchObject({
      status: 404,
      body: { error: 'There is no session nobody: GET /_relay/frames names those there are' },
    });
  });

  it('refuse the next request, of a method or of any', async () => {
    const client = await stage.client();
    await stage.ask('POST', 'faults', {
      fault: 'refuse',
      method: 'calling.answer',
      code: 503,
      message: 'later',
    });
    const refused = new Promise((resolve) => {
      client.calls$.pipe(eachCall((call) => call.answer().pipe(switchMap(() => of('answered'))))).subscribe();
      client.errors$.subscribe((error) => resolve(error.message));
    });
    await place();

    expect(await refused).toMatch(/later/);
  });

  it.each([
    [{}, /fault is missing: it is one of drop, disconnect, stall/],
    [{ fault: 'explode' }, /fault must be one of .*; got "explode"/],
    [{ fault: 'toString' }, /fault must be one of/],
    [{ fault: 'drop', times: 2 }, /times is not known; the keys are protocol/],
    [{ fault: 'refuse', code: 'no' }, /code must be a code/],
    [{ fault: 'repeat', events: 0 }, /events must be a whole number of at least 1; got 0/],
    [{ fault: 'restart', resume: 'maybe' }, /resume must be "refused" or "new session"/],
  ])('are 400 for %j', async (body, error) => {
    expect(await stage.ask('POST', 'faults', body)).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(error) },
    });
  });

  it.each(['disconnect', 'stall', 'halfOpen', 'overtake', 'repeat', 'ignore', 'garble', 'restart'])(
    'have %s, with nothing but its name',
    async (fault) => {
      expect((await stage.ask('POST', 'faults', { fault })).status).toBe(204);
    },
  );
});

describe('the clock', () => {
  it('moves until everything due has happened, what clients do about it included', async () => {
    const slow = await Stage.open({ speed: 1 });
    const client = await slow.client();
    const prompt = {
      media: [tts('Press 1 for sales, or wait.')],
      collect: { digits: { max: 1 }, initialTimeout: 5 },
    };
    client.calls$
      .pipe(
        eachCall((call) =>
          concat(call.answer(), call.playAndCollect(prompt), call.playAndCollect(prompt), call.hangup()),
        ),
      )
      .subscribe();
    const { body } = await slow.ask('POST', 'calls', { context: 'default' });
    const { callId } = body as { callId: string };
    await slow.until(`calls/${callId}`, hears('Press 1'));
    const began = performance.now();
    expect((await slow.ask('POST', 'clock', { advance: 30_000 })).status).toBe(204);

    expect(performance.now() - began).toBeLessThan(6000);
    expect((await slow.ask('GET', `calls/${callId}`)).body).toMatchObject({
      state: 'ended',
      heard: [{ text: 'Press 1 for sales, or wait.' }, { text: 'Press 1 for sales, or wait.' }],
    });
    await slow.close();
  });

  it.each([[{}], [{ advance: -1 }], [{ advance: '5' }], [{ advance: 1, by: 2 }]])(
    'is 400 for %j',
    async (body) => {
      expect((await stage.ask('POST', 'clock', body)).status).toBe(400);
    },
  );
});

describe('reset', () => {
  it('forgets calls, callees, recipients, faults and frames, and keeps clients', async () => {
    const client = await stage.client();
    client.calls$.pipe(eachCall((call) => call.answer())).subscribe();
    const callId = await place();
    await stage.until(`calls/${callId}`, has('state', 'answered'));
    const [call] = stage.simulation.engine.calls;
    await stage.ask('POST', 'callees', { to: '+15550102', answer: 'busy' });
    expect((await stage.ask('POST', 'reset')).status).toBe(204);

    expect(call?.endReason).toBe('hangup');
    expect((await stage.ask('GET', 'calls')).body).toEqual([]);
    expect((await stage.ask('GET', 'health')).body).toMatchObject({ clients: 1 });
    expect(JSON.stringify((await stage.ask('GET', 'frames')).body)).not.toContain('calling.call.receive');
  });
});

describe('what is refused', () => {
  it.each([
    ['POST', 'calls', 'not json', /The body must be JSON/],
    ['POST', 'calls', '[]', /must be an object; got \[\]/],
    ['POST', 'calls', {}, /context is missing/],
    [
      'POST',
      'calls',
      { context: 'a', contxt: 'b' },
      /contxt is not known; the keys are context, from, to, script/,
    ],
    ['POST', 'calls', { context: 7 }, /context must be a text that is not empty; got 7/],
    [
      'POST',
      'calls',
      { context: 'a', script: [{ hear: 'x' }, { prss: '1' }] },
      /script\[1\]\.prss is no step/,
    ],
    ['POST', 'callees', { to: '+1', answer: 'perhaps' }, /answer must be "answer" or "machine"/],
    ['POST', 'recipients', { to: '+1', delivery: 'lost' }, /delivery must be "delivered"/],
    ['POST', 'messages', { text: 'x' }, /text is not known/],
    ['POST', 'reset', { all: true }, /all is not known; there are no keys here/],
  ])('%s %s %j is 400', async (method, path, body, error) => {
    expect(await stage.ask(method, path, body)).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(error) },
    });
  });

  it('keys that are none are 400', async () => {
    const callId = await place();

    expect(await stage.ask('POST', `calls/${callId}/press`, { digits: '1x' })).toMatchObject({
      status: 400,
      body: { error: expect.any(String) },
    });
  });

  it('what is not there, or not by this method, is 404', async () => {
    expect(await stage.ask('GET', 'nothing')).toMatchObject({
      status: 404,
      body: { error: expect.any(String) },
    });
    expect(await stage.ask('PUT', 'calls')).toMatchObject({
      status: 404,
      body: { error: '/_relay/calls takes POST or GET, not PUT' },
    });
  });

  it('a page that is not built is 404, and says how to build it', async () => {
    const [status, text] = await raw('/', {});

    expect([status, text]).toEqual([404, expect.stringContaining('npm run phone')]);
  });

  it('more than 1 MiB is 413, and the client sees it', async () => {
    expect(await stage.ask('POST', 'calls', 'x'.repeat(3_000_000))).toMatchObject({
      status: 413,
      body: { error: expect.stringMatching(/1 MiB/) },
    });
    const large = { context: 'default', from: 'x'.repeat(1_000_000) };
    expect((await stage.ask('POST', 'calls', large)).status).toBe(201);
  });

  it.each([
    ['a name that is not allowed', { host: 'evil.example:80' }],
    ['a name that only begins like an address', { host: '127.0.0.1.evil.example' }],
    ['an origin of elsewhere', { origin: 'http://evil.example' }],
    ['the null origin', { origin: 'null' }],
    ['the same name under another scheme', { host: '127.0.0.1', origin: 'https://127.0.0.1' }],
    ['another port', { host: '127.0.0.1:1', origin: 'http://127.0.0.1:2' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
  ])('%s is 403', async (_name, headers) => {
    const [status, text] = await raw('/_relay/health', headers as Record<string, string>);

    expect([status, JSON.parse(text)]).toEqual([403, { error: expect.any(String) }]);
  });

  it.each([
    { host: 'localhost:1234' },
    { host: '192.168.0.7' },
    { host: '[::1]:8080' },
    { host: 'LOCALHOST', origin: 'http://localhost' },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ])('%j is not refused', async (headers) => {
    expect((await raw('/_relay/health', headers as Record<string, string>))[0]).toBe(200);
  });

  it('a name that was allowed is let in', async () => {
    const docker = await Stage.open({ host: 'localhost', allowedHosts: ['Relay.Internal'] });
    const ask = (host: string): Promise<number | undefined> =>
      new Promise((resolve) => {
        request(
          `http://127.0.0.1:${docker.server.port}/_relay/health`,
          { headers: { host } },
          ({ statusCode }) => resolve(statusCode),
        ).end();
      });

    expect([await ask('relay.internal:8080'), await ask('relay.external')]).toEqual([200, 403]);
    await docker.close();
  });

  it('every answer says to browsers who may use it', async () => {
    for (const path of ['health', 'nothing']) {
      const { headers } = await stage.ask('GET', path);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });
});

describe('the WebSocket', () => {
  /** The status that an upgrade is answered with. */
  const upgrade = (path: string, headers: Record<string, string> = {}): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const sent = request(`${stage.url}${path}`, {
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': Buffer.alloc(16).toString('base64'),
          ...headers,
        },
      });
      sent.on('response', ({ statusCode }) => resolve(statusCode));
      sent.on('upgrade', ({ statusCode }, socket) => {
        socket.destroy();
        resolve(statusCode);
      });
      sent.on('error', reject);
      sent.end();
    });

  it('is where clients look for RELAY, and nowhere else', async () => {
    expect(await upgrade('/')).toBe(101);
    expect(await upgrade('/api/relay/ws')).toBe(101);
    expect(await upgrade('/_relay/health')).toBe(404);
  });

  it('is refused to pages of elsewhere', async () => {
    expect(await upgrade('/', { origin: 'http://evil.example' })).toBe(403);
    expect(await upgrade('/', { origin: 'null' })).toBe(403);
    expect(await upgrade('/', { host: 'evil.example' })).toBe(403);
    expect(await upgrade('/', { origin: stage.url })).toBe(101);
  });
});
