import { request } from 'node:http';
import { eachCall, tts, type RelayClient } from 'relay-rx';
import { NEVER, concat, ignoreElements } from 'rxjs';
import { routeNames } from '../../../lib/cli/simulate/control/routes.js';
import { Stage } from './support.js';

jest.setTimeout(60_000);

/** What one route accepts, and bodies that it refuses, each with what its 400 says. */
interface Row {
  readonly good?: object;
  readonly status: number;
  readonly bad?: readonly (readonly [body: object, error: RegExp])[];
  /** What it is answered with once the call has ended; undefined where that makes no difference. */
  readonly ended?: 409;
}

const nothingIn = [[{ x: 1 }, /^x is not known; there are no keys here$/]] as const;
const missing = (name: string) => [{}, new RegExp(`^${name} is missing`)] as const;

/** Every route. One without a row here fails. */
const ROWS: Readonly<Record<string, Row>> = {
  'GET health': { status: 200 },
  'POST calls': {
    good: { context: 'default', from: '+15550100', to: '+15550101', script: [{ wait: 1 }] },
    status: 201,
    bad: [
      missing('context'),
      [{ context: '' }, /^context must be a text that is not empty; got ""/],
      [{ context: 'a', from: 7 }, /^from must be a text that is not empty; got 7/],
      [{ context: 'a', to: null }, /^to must be a text that is not empty; got null/],
      [{ context: 'a', script: {} }, /^script must be a list; got \{\}/],
      [{ context: 'a', script: [{ press: 1 }] }, /^script\[0\]\.press must be a text of the keys/],
      [
        { context: 'a', script: [{ hear: 'x', within: -1 }] },
        /^script\[0\]\.within must be a number of at least 0/,
      ],
      [{ context: 'a', scripts: [] }, /^scripts is not known; the keys are context, from, to, script$/],
    ],
  },
  'GET calls': { status: 200 },
  'GET calls/ID': { status: 200 },
  'GET calls/ID/recording': { status: 200 },
  'POST calls/ID/press': {
    good: { digits: '1', gap: 10 },
    status: 204,
    ended: 409,
    bad: [
      missing('digits'),
      [{ digits: 1 }, /^digits must be a text that is not empty; got 1/],
      [{ digits: 'x' }, /is not one or more of the keys/],
      [{ digits: '1', gap: -1 }, /^gap must be a number of at least 0; got -1/],
      [{ digits: '1', key: '2' }, /^key is not known; the keys are digits, gap$/],
    ],
  },
  'POST calls/ID/say': {
    good: { text: 'sales', confidence: 50 },
    status: 204,
    ended: 409,
    bad: [
      missing('text'),
      [{ text: ['x'] }, /^text must be a text; got \["x"\]/],
      [{ text: ' ' }, /there are no words to say/],
      [{ text: 'x', confidence: 101 }, /^confidence must be a number from 0 to 100; got 101/],
      [{ text: 'x', soFar: 'yes' }, /^soFar must be true or false; got "yes"/],
      [{ text: 'x', sofar: true }, /^sofar is not known; the keys are text, confidence, soFar$/],
    ],
  },
  'POST calls/ID/silence': { status: 204, ended: 409, bad: nothingIn },
  'POST calls/ID/mumble': { status: 204, ended: 409, bad: nothingIn },
  'POST calls/ID/hangup': { status: 204, ended: 409, bad: nothingIn },
  // Calls that ring on a page are in the spec of the page.
  'POST calls/ID/answer': { status: 409, ended: 409, bad: nothingIn },
  'POST calls/ID/decline': { status: 409, ended: 409, bad: nothingIn },
  'POST callees': {
    good: { to: '+15550102', answer: 'machine', after: 5, greeting: 'Hello', answeredBy: 'machine' },
    status: 201,
    bad: [
      missing('to'),
      [{ to: '+1' }, /^answer is missing/],
      [{ to: '+1', answer: 'no' }, /^answer must be "answer" or "machine" or "fax" or .*; got "no"/],
      [{ to: '+1', answer: 'busy', after: '5' }, /^after must be a number of at least 0; got "5"/],
      [{ to: '+1', answer: 'busy', greeting: 5 }, /^greeting must be a text; got 5/],
      [{ to: '+1', answer: 'busy', answeredBy: 'cat' }, /^answeredBy must be "human"/],
      [{ to: '+1', answer: 'busy', script: [] }, /^script is not known/],
    ],
  },
  'POST recipients': {
    good: { to: '+15550102', delivery: 'failed', reason: 'no route', after: 1, readAfter: 1 },
    status: 201,
    bad: [
      missing('to'),
      [{ to: '+1' }, /^delivery is missing/],
      [{ to: '+1', delivery: 'lost' }, /^delivery must be "delivered"/],
      [{ to: '+1', delivery: 'failed', reason: 1 }, /^reason must be a text/],
      [{ to: '+1', delivery: 'failed', after: -1 }, /^after must be a number of at least 0/],
      [{ to: '+1', delivery: 'failed', readAfter: -1 }, /^readAfter must be a number of at least 0/],
      [{ to: '+1', delivery: 'failed', why: 'x' }, /^why is not known/],
    ],
  },
  'POST messages': {
    good: {
      from: '+15550102',
      to: '+15550101',
      body: 'x',
      context: 'default',
      media: ['https://x.example/a'],
      tags: ['a'],
    },
    status: 201,
    bad: [
      [{ from: '' }, /^from must be a text that is not empty/],
      [{ to: 1 }, /^to must be a text that is not empty/],
      [{ body: 1 }, /^body must be a text/],
      [{ context: [] }, /^context must be a text/],
      [{ media: 'x' }, /^media must be a list/],
      [{ media: [''] }, /^media\[0\] must be a text that is not empty/],
      [{ tags: [1] }, /^tags\[0\] must be a text/],
      [{ text: 'x' }, /^text is not known/],
    ],
  },
  'GET frames': { status: 200 },
  'DELETE frames': { status: 204 },
  'GET events': { status: 200 },
  'GET phone': { status: 200 },
  'POST phone': {
    good: { incoming: 'busy' },
    status: 204,
    bad: [
      missing('incoming'),
      [
        { incoming: 'fax' },
        /^incoming must be "ring" or "machine" or "busy" or "decline" or "noAnswer"; got "fax"/,
      ],
      [{ incoming: 'ring', outgoing: 'x' }, /^outgoing is not known; the keys are incoming$/],
    ],
  },
  'POST phone/watch': {
    good: { page: 1, callId: 'ID' },
    status: 204,
    bad: [
      missing('page'),
      [{ page: 1 }, /^callId is missing/],
      [{ page: '1', callId: 'ID' }, /^page must be a whole number of at least 1; got "1"/],
      [{ page: 0, callId: 'ID' }, /^page must be a whole number of at least 1; got 0/],
      [{ page: 1, callId: 7 }, /^callId must be a text that is not empty; got 7/],
      [{ page: 1, callId: 'ID', call: 1 }, /^call is not known; the keys are page, callId$/],
    ],
  },
  'POST faults': {
    good: { fault: 'refuse', method: 'x.y', code: 500, message: 'later', times: 1 },
    status: 204,
    bad: [
      missing('fault'),
      [{ fault: 'drops' }, /^fault must be one of drop, /],
      [{ fault: 'stall', for: -1 }, /^for must be a number from 0 to 2147483647; got -1/],
      [{ fault: 'stall', for: 1e12 }, /^for must be a number from 0 to 2147483647; got 1000000000000/],
      [{ fault: 'garble', frames: 'x' }, /^frames must be a list/],
      [{ fault: 'disconnect', restart: 1 }, /^restart must be true or false/],
      [{ fault: 'overtake', times: 0 }, /^times must be a whole number of at least 1/],
    ],
  },
  'POST clock': {
    good: { advance: 10 },
    status: 204,
    bad: [
      missing('advance'),
      [{ advance: -1 }, /^advance must be a number from 0 to /],
      [{ advance: 1e300 }, /^advance must be a number from 0 to /],
      [{ advance: 1, to: 2 }, /^to is not known/],
    ],
  },
  'POST reset': { status: 204, bad: nothingIn },
};

const rows = Object.entries(ROWS).map(([name, row]) => {
  const [method = '', path = ''] = name.split(' ');
  return { name, method, path, row };
});
type Entry = (typeof rows)[number];
const posts = rows.filter(({ method }) => method === 'POST');
const ofCalls = rows.filter(({ path }) => path.includes('ID'));
const named = (entries: readonly Entry[]) => entries.map((each) => [each.name, each] as const);

let stage: Stage;
let client: RelayClient;
beforeAll(async () => {
  stage = await Stage.open({ speed: 1 });
  client = await stage.client();
  client.calls$
    .pipe(
      eachCall((call) =>
        concat(
          call.answer().pipe(ignoreElements()),
          call.playAndCollect({
            media: [tts('Hello.')],
            collect: { digits: { max: 9 }, speech: {}, initialTimeout: 60 },
          }),
          NEVER,
        ),
      ),
    )
    .subscribe();
});
afterAll(() => stage.close());

/** A call that is up, whose app waits for its caller. */
async function callUp(): Promise<string> {
  const { body } = await stage.ask('POST', 'calls', { context: 'default' });
  const { callId } = body as { callId: string };
  await stage.until(`calls/${callId}`, (call) => JSON.stringify(call).includes('Hello.'));
  return callId;
}

/** A page, for as long as something is done with it. */
async function withPage<T>(run: (page: number) => Promise<T>): Promise<T> {
  const { body } = await fetch(`${stage.url}/_relay/phone`);
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    text += Buffer.from(value).toString();
    const [, page] = /event: hello\ndata: \{"page":(\d+)/.exec(text) ?? [];
    if (page === undefined) continue;
    const result = await run(Number(page));
    await reader.cancel();
    return result;
  }
  throw new Error('The page was not greeted');
}

const at = (path: string, callId: string): string => path.replace('ID', callId);
const bodyFor = (body: object, callId: string): string =>
  JSON.stringify(body).replace('"ID"', JSON.stringify(callId));

/** The status and the text of an answer, with headers that `fetch` does not let one set; of a stream, its beginning. */
const raw = (method: string, path: string, headers: Readonly<Record<string, string>>, body = '') =>
  new Promise<readonly [number, string]>((resolve, reject) => {
    const sent = request(`${stage.url}/_relay/${path}`, { method, headers }, (response) => {
      let text = '';
      const done = (): void => resolve([response.statusCode ?? 0, text]);
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (response.headers['content-type']?.startsWith('text/event-stream') === true) {
          done();
          sent.destroy();
        }
      });
      response.on('end', done);
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? body : '');
  });

describe('the table of routes', () => {
  it('has a row for every route, and no others', () => {
    expect(Object.keys(ROWS).sort()).toEqual([...routeNames].sort());
  });
});

describe('every route', () => {
  it.each(named(rows))('answers: %s', async (_, { method, path, row }) => {
    const callId = await callUp();
    const answer = (page: number) =>
      raw(
        method,
        at(path, callId),
        {},
        bodyFor({ ...row.good, ...(row.good !== undefined && 'page' in row.good && { page }) }, callId),
      );
    const [status, text] = path === 'phone/watch' ? await withPage(answer) : await answer(0);

    expect([status, text]).toEqual([row.status, expect.any(String)]);
    if (path === 'phone') await stage.ask('POST', 'phone', { incoming: 'ring' });
  });

  it.each(named(rows))(
    'is refused to pages of elsewhere, and nothing is done: %s',
    async (_, { method, path, row }) => {
      const callId = await callUp();
      const before = JSON.stringify((await stage.ask('GET', 'calls')).body);
      const { host } = new URL(stage.url);
      for (const headers of [
        { host: 'evil.example' },
        { origin: 'http://evil.example' },
        { origin: 'null' },
        { origin: `https://${host}` },
        { 'sec-fetch-site': 'cross-site' },
      ]) {
        const [status, text] = await raw(
          method,
          at(path, callId),
          headers as Record<string, string>,
          bodyFor(row.good ?? {}, callId),
        );
        expect([status, JSON.parse(text)]).toEqual([403, { error: expect.any(String) }]);
      }

      expect(JSON.stringify((await stage.ask('GET', 'calls')).body)).toBe(before);
    },
  );

  it.each(named(rows))('takes its own methods alone: %s', async (_, { path }) => {
    const methods = rows.filter((each) => each.path === path).map((each) => each.method);
    for (const method of ['PUT', 'PATCH', 'DELETE', 'POST', 'GET'].filter((each) => !methods.includes(each)))
      expect([method, await stage.ask(method, path)]).toMatchObject([
        method,
        { status: 404, body: { error: `/_relay/${path} takes ${methods.join(' or ')}, not ${method}` } },
      ]);
  });
});

describe('every route with a body', () => {
  it.each(named(posts))('refuses what is no JSON, or no object: %s', async (_, { method, path }) => {
    const callId = await callUp();
    for (const [body, error] of [
      ['{', /^The body must be JSON: /],
      ['context=default', /^The body must be JSON: /],
      ['[]', /must be an object; got \[\]/],
      ['null', /must be an object; got null/],
      ['"x"', /must be an object; got "x"/],
    ] as const)
      expect([body, await stage.ask(method, at(path, callId), body)]).toMatchObject([
        body,
        { status: 400, body: { error: expect.stringMatching(error) } },
      ]);
  });

  it.each(named(posts))('refuses more than 1 MiB: %s', async (_, { method, path }) => {
    const callId = await callUp();
    expect(await stage.ask(method, at(path, callId), ' '.repeat(1_048_577))).toMatchObject({
      status: 413,
      body: { error: expect.stringMatching(/1 MiB/) },
    });
  });

  it.each(named(posts))(
    'names the key that it refuses, and what it wants: %s',
    async (_, { method, path, row }) => {
      const callId = await callUp();
      const { bad = [] } = row;
      expect(bad.length).toBeGreaterThan(0);
      for (const [body, error] of bad)
        expect([body, await stage.ask(method, at(path, callId), bodyFor(body, callId))]).toMatchObject([
          body,
          { status: 400, body: { error: expect.stringMatching(error) } },
        ]);
    },
  );

  it.each(['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'image/png'])(
    'reads JSON whatever the content type says: %s',
    async (type) => {
      const [status] = await raw('POST', 'calls', { 'content-type': type }, '{"context":"default"}');
      expect(status).toBe(201);
    },
  );
});

describe('every route of a call', () => {
  it.each(named(ofCalls))('is 404 for a call that nobody knows: %s', async (_, { method, path, row }) => {
    for (const callId of ['none', '%00', '%zz', '..%2f..', 'toString'])
      expect([
        callId,
        await stage.ask(
          method,
          at(path, callId),
          method === 'POST' ? JSON.stringify(row.good ?? {}) : undefined,
        ),
      ]).toMatchObject([
        callId,
        { status: 404, body: { error: expect.stringContaining('GET /_relay/calls') } },
      ]);
  });

  it.each(named(ofCalls.filter(({ row }) => row.ended !== undefined)))(
    'is 409 once the call has ended: %s',
    async (_, { method, path, row }) => {
      const callId = await callUp();
      await stage.ask('POST', `calls/${callId}/hangup`);
      expect(await stage.ask(method, at(path, callId), row.good ?? {})).toMatchObject({
        status: 409,
        body: { error: `The call ${callId} has ended (hangup)` },
      });
    },
  );

  it('says so where nothing waits for the caller, and where it does not ring', async () => {
    const { body } = await stage.ask('POST', 'calls', { context: 'nobody' });
    const { callId } = body as { callId: string };

    expect(await stage.ask('POST', `calls/${callId}/silence`)).toMatchObject({
      status: 409,
      body: { error: expect.stringMatching(/^Nothing on the call .* waits for its caller: /) },
    });
    for (const verb of ['answer', 'decline'])
      expect(await stage.ask('POST', `calls/${callId}/${verb}`)).toMatchObject({
        status: 409,
        body: { error: `The call ${callId} does not ring here: it is ringing` },
      });
  });

  it('cannot be said words that are coming, once it has ended', async () => {
    const callId = await callUp();
    expect((await stage.ask('POST', `calls/${callId}/say`, { text: 'sales ple', soFar: true })).status).toBe(
      204,
    );
    await stage.ask('POST', `calls/${callId}/hangup`);

    for (const body of [{ text: 'sales please', soFar: true }, { text: 'sales please' }])
      expect((await stage.ask('POST', `calls/${callId}/say`, body)).status).toBe(409);
  });
});

describe('words that come as they are spoken', () => {
  it('are partial results, understood as well as is said, and then the result', async () => {
    const callId = await callUp();
    const say = (body: object) => stage.ask('POST', `calls/${callId}/say`, body);
    const results = async (final: string): Promise<readonly unknown[]> => {
      const frames = await stage.until('frames', (all) => JSON.stringify(all).includes(final));
      return (
        frames as { frame: { params?: { params?: { call_id?: string; result?: unknown } } } }[]
      ).flatMap(({ frame }) => {
        const { call_id, result } = frame.params?.params ?? {};
        return call_id === callId && result !== undefined ? [result] : [];
      });
    };
    await say({ text: 'billing ', soFar: true, confidence: 40 });
    await say({ text: 'billing departm', soFar: true, confidence: 40 });
    await say({ text: 'billing department', confidence: 75 });

    expect(await results('billing department')).toEqual([
      { type: 'speech', params: { text: 'billing department', confidence: 75 } },
    ]);
  });
});

describe('watching a call', () => {
  it('is for a page that is open, and a call that is known', async () => {
    const callId = await callUp();
    expect(await stage.ask('POST', 'phone/watch', { page: 12_345, callId })).toMatchObject({
      status: 404,
      body: { error: 'The page 12345 is not open' },
    });
    expect(
      await withPage((page) => stage.ask('POST', 'phone/watch', { page, callId: 'none' })),
    ).toMatchObject({ status: 404, body: { error: expect.stringContaining('GET /_relay/calls') } });
  });
});
