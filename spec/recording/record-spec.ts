import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { RelayClient, digits, eachCall, tts } from 'relay-rx';
import {
  RecordingError,
  parseRecording,
  readRecording,
  record,
  replay,
  type Recording,
} from 'relay-rx/recording';
import {
  EMPTY,
  NEVER,
  Subject,
  catchError,
  concat,
  filter,
  firstValueFrom,
  lastValueFrom,
  mergeMap,
  of,
  take,
  toArray,
} from 'rxjs';
import type { RelayFrame } from '../../lib/connection/frames.js';
import {
  AUTHORIZATION_STATE,
  RawServer,
  TOKEN,
  authorization,
  event,
  inbound,
} from '../connection/support.js';
import { stage } from '../support/stage.js';

const folder = mkdtempSync(join(tmpdir(), 'relay-rx-record-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = (): string => join(folder, `${(files += 1)}.jsonl`);

const frame = (at: number, method: string, direction: RelayFrame['direction'] = 'sent'): RelayFrame => ({
  at,
  direction,
  frame: { jsonrpc: '2.0', id: String(at), method },
});
const shapes = ({ lines }: Recording): unknown[] =>
  lines.map((line) => ('connection' in line ? line : [line.at, line.link, line.direction]));

describe('record', () => {
  it('passes frames on as they come, and completes when the last is in the file', async () => {
    const path = newFile();
    const frames = [frame(1000, 'signalwire.connect'), frame(1250, 'x', 'received')];

    expect(await lastValueFrom(of(...frames).pipe(record(path), toArray()))).toEqual(frames);
    const recording = readRecording(path);
    expect(recording.header).toMatchObject({
      startedAt: '1970-01-01T00:00:01.000Z',
      masked: ['credentials'],
    });
    expect(shapes(recording)).toEqual([
      { at: 0, link: 1, connection: 'opened' },
      [0, 1, 'sent'],
      [250, 1, 'received'],
      { at: 250, link: 1, connection: 'closed' },
    ]);
  });

  it('tells a new socket by its connect, and the end of the one before by that', async () => {
    const path = newFile();
    await lastValueFrom(
      of(frame(10, 'signalwire.connect'), frame(20, 'x'), frame(90, 'signalwire.connect')).pipe(record(path)),
    );

    expect(shapes(readRecording(path))).toEqual([
      { at: 0, link: 1, connection: 'opened' },
      [0, 1, 'sent'],
      [10, 1, 'sent'],
      { at: 10, link: 1, connection: 'closed' },
      { at: 80, link: 2, connection: 'opened' },
      [80, 2, 'sent'],
      { at: 80, link: 2, connection: 'closed' },
    ]);
  });

  it('writes what has passed when it is unsubscribed', async () => {
    const path = newFile();
    const frames$ = new Subject<RelayFrame>();
    // A file that is not ended stays open.
    const ends = jest.spyOn(Writable.prototype, 'end');
    const recording = frames$.pipe(record(path)).subscribe();
    for (let at = 0; at < 2_000; at += 1) frames$.next(frame(at, 'x'));
    recording.unsubscribe();

    expect(frames$.observed).toBe(false);
    await eventually(() => existsSync(path) && readFileSync(path, 'utf8').split('\n').length === 2_003);
    expect(parseRecording(readFileSync(path, 'utf8')).lines).toHaveLength(2_001);
    const files = ends.mock.contexts as { readonly path?: unknown }[];
    expect(files.filter((file) => file.path === path)).toHaveLength(1);
    ends.mockRestore();
  });

  it('is a header alone when nothing passes', async () => {
    const path = newFile();
    await lastValueFrom(EMPTY.pipe(record(path)), { defaultValue: undefined });

    expect(readRecording(path).lines).toEqual([]);
  });

  it('fails with what the disk fails with, and leaves the frames alone', async () => {
    const frames$ = new Subject<RelayFrame>();
    const others: RelayFrame[] = [];
    frames$.subscribe((each) => others.push(each));
    const failed = lastValueFrom(frames$.pipe(record(join(folder, 'no', 'such', 'folder.jsonl'))));
    frames$.next(frame(0, 'x'));

    await expect(failed).rejects.toThrow(RecordingError);
    await expect(failed).rejects.toThrow(/folder\.jsonl cannot be written: ENOENT/);
    frames$.next(frame(1, 'x'));
    expect(others).toHaveLength(2);
    expect(frames$.observed).toBe(true);
  });

  it.each([
    [['', {}], 'record: path must be the name of a file'],
    [['x', { mask: 'numbers' }], "record.mask must be a list of numbers, digits; got 'numbers'"],
    [['x', { mask: ['pins'] }], "record.mask[0] must be one of numbers, digits; got 'pins'"],
    [['x', { masks: [] }], 'record.masks is not an option; the options are mask'],
  ])('refuses %j before it opens anything', (args, message) => {
    expect(() => record(...(args as unknown as Parameters<typeof record>))).toThrow(message);
  });
});

describe('record, of a client on a real socket', () => {
  it('writes a call that can be replayed, less its secrets', async () => {
    const path = newFile();
    const { simulator, client, strike } = await stage();
    const flow = eachCall((call: Parameters<Parameters<typeof client.run>[0]>[0]) =>
      concat(
        call.answer(),
        call.playAndCollect({ media: [tts('Your PIN?')], collect: { digits: { max: 4 } } }).pipe(digits()),
        call.sendDigits({ digits: '99w#' }),
        call.hangup(),
      ),
    );
    const recorded = lastValueFrom(client.frames$.pipe(record(path, { mask: ['numbers', 'digits'] })));
    client.calls$.pipe(flow).subscribe();
    const ended = firstValueFrom(client.calls$.pipe(mergeMap((call) => call.ended$)));
    simulator.call({ from: '+12025550177', script: [{ hear: 'PIN' }, { press: '4711' }] });
    await ended;
    client.close();
    await recorded;
    await strike();

    const text = readFileSync(path, 'utf8');
    for (const secret of ['4711', '99w#', '2025550177', '"token"']) expect(text).not.toContain(secret);
    const { mismatch } = replay(readRecording(path), (call) =>
      concat(
        call.answer(),
        call.playAndCollect({ media: [tts('Your PIN?')], collect: { digits: { max: 4 } } }).pipe(
          digits(),
          filter((pin) => pin === '0000'),
        ),
        call.sendDigits({ digits: '99w#' }),
        call.hangup(),
      ),
    );
    expect(mismatch).toBeUndefined();
  });

  it('writes no credential, wherever the server repeats it', async () => {
    const path = newFile();
    const repeated = { text: `${TOKEN} ${AUTHORIZATION_STATE}`, [TOKEN]: [`x${AUTHORIZATION_STATE}x`] };
    const server = await RawServer.listen(({ method }, connection) => {
      if (method !== 'signalwire.connect')
        return { error: { code: -32001, message: `Bad ${TOKEN}`, data: repeated } };
      setImmediate(() =>
        connection.say(authorization(), event('an.event', repeated), inbound('c-1', repeated)),
      );
      return { result: { protocol: 'session-1', identity: TOKEN } };
    });
    const client = new RelayClient({ project: 'a-project', token: TOKEN, host: server.host, scheme: 'ws' });
    const recorded = lastValueFrom(client.frames$.pipe(record(path)));
    const refused = firstValueFrom(
      client.calls$.pipe(
        mergeMap((call) => call.answer()),
        catchError((error: unknown) => of((error as Error).name)),
      ),
    );

    expect(await refused).toBe('RelayError');
    client.close();
    await recorded;
    await server.close();
    const text = readFileSync(path, 'utf8');
    for (const each of ['an.event', 'calling.call.receive', 'calling.answer', '-32001', 'Bad (masked)'])
      expect(text).toContain(each);
    for (const secret of [TOKEN, AUTHORIZATION_STATE]) expect(text).not.toContain(secret);
  });

  it('writes drops and resumes', async () => {
    const path = newFile();
    const { simulator, client, strike } = await stage();
    const recorded = lastValueFrom(client.frames$.pipe(record(path)));
    const connected = () =>
      firstValueFrom(
        client.status$.pipe(
          filter((status) => status === 'connected'),
          take(1),
        ),
      );
    client.connect();
    await connected();
    const down = firstValueFrom(client.status$.pipe(filter((status) => status === 'reconnecting')));
    simulator.faults.drop();
    await down;
    await connected();
    client.close();
    await recorded;
    await strike();

    const recording = readRecording(path);
    expect(recording.lines.flatMap((line) => ('connection' in line ? [line.connection] : []))).toEqual([
      'opened',
      'closed',
      'opened',
      'closed',
    ]);
    expect(replay(recording, () => NEVER).errors.map(({ name }) => name)).toEqual(['RelayConnectionError']);
  });
});

/** Waits for what comes about by itself. */
const eventually = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};
