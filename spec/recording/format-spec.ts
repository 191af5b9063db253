import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  RecordingError,
  formatRecording,
  parseRecording,
  readRecording,
  type Recording,
  type RecordingLine,
} from 'relay-rx/recording';

// As JSON has it: no -0, and nothing undefined.
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const plain = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record<T>(model, { noNullPrototype: true });
const at = fc.nat(1_000_000).map((value) => value / 10);
const link = fc.integer({ min: 1, max: 9 });
const line: fc.Arbitrary<RecordingLine> = fc.oneof(
  plain({ at, link, direction: fc.constantFrom('sent' as const, 'received' as const), frame: json }),
  plain({ at, link, connection: fc.constantFrom('opened' as const, 'closed' as const) }),
  plain({
    at,
    link,
    connection: fc.constant('closed' as const),
    code: fc.integer({ min: 1000, max: 4999 }),
  }),
);
const recordings: fc.Arbitrary<Recording> = plain({
  header: plain({
    recording: fc.constant('relay-rx' as const),
    version: fc.constant(1 as const),
    library: fc.string(),
    startedAt: fc
      .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
      .map((date) => date.toISOString()),
    masked: fc.subarray(['credentials', 'numbers', 'digits'] as const),
  }),
  lines: fc.array(line).map((lines) => lines.toSorted((a, b) => a.at - b.at)),
  truncated: fc.constant(false),
});

const header =
  '{"recording":"relay-rx","version":1,"library":"relay-rx/0.1.0","startedAt":"2026-01-01T00:00:00.000Z","masked":["credentials"]}';
const frame = '{"at":1,"link":1,"direction":"sent","frame":{}}';

describe('the format of recordings', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(recordings, (recording) => {
        expect(parseRecording(formatRecording(recording))).toStrictEqual(recording);
      }),
    );
  });

  it('loses no line but one that was cut off', () => {
    fc.assert(
      fc.property(recordings, fc.nat(), (recording, where) => {
        const text = formatRecording(recording);
        const least = text.indexOf('\n') + 1;
        const cut = text.slice(0, least + (where % (text.length - least + 1)));
        const whole = cut.split('\n').length - 2;
        const read = parseRecording(cut);

        // A line that lacks no more than its end is there.
        expect(read.lines.length - whole).toBe(cut.endsWith('\n') || read.truncated ? 0 : 1);
        expect(read.lines).toStrictEqual(recording.lines.slice(0, read.lines.length));
      }),
    );
  });

  it.each([
    ['nothing', '', 'recording is empty: a recording begins with a header'],
    ['half a header', header.slice(0, 40), 'recording: its one line, the header, was cut off'],
    ['no header', `${frame}\n`, 'recording, line 1: not a header'],
    [
      'another version',
      `${header.replace(':1,', ':2,')}\n`,
      'recording, line 1: not a header: version is not 1',
    ],
    ['no JSON in the middle', `${header}\n{"at"\n${frame}\n`, 'recording, line 2: not JSON'],
    ['an empty line', `${header}\n\n${frame}\n`, 'recording, line 2: not JSON'],
    ['no JSON in a last line that is whole', `${header}\n${frame}\n{"at"\n`, 'recording, line 3: not JSON'],
    [
      'a time below 0',
      `${header}\n${frame.replace(':1', ':-1')}\n`,
      'line 2: not a frame: at is not a number of ms, 0 or more',
    ],
    ['no time', `${header}\n${frame.replace('"at":1,', '')}\n`, 'line 2: not a frame: at is not'],
    [
      'an unknown direction',
      `${header}\n${frame.replace('sent', 'lost')}\n`,
      "direction is not 'sent' or 'received'",
    ],
    ['no frame', `${header}\n${frame.replace(',"frame":{}', '')}\n`, 'line 2: not a frame: frame is missing'],
    [
      'an unknown change',
      `${header}\n{"at":1,"link":1,"connection":"shut"}\n`,
      "line 2: not a connection line: connection is not 'opened' or 'closed'",
    ],
    [
      'time that goes back',
      `${header}\n${frame}\n${frame.replace(':1', ':0.5')}\n`,
      'line 3: at goes back in time, to 0.5 ms',
    ],
  ])('refuses %s, and says where', (_, text, message) => {
    expect(() => parseRecording(text)).toThrow(RecordingError);
    expect(() => parseRecording(text)).toThrow(message);
  });
});

describe('a recording in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-rx-format-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is refused by the name of the file', () => {
    const path = join(folder, 'bad.jsonl');
    writeFileSync(path, `${header}\nnonsense\n`);

    expect(() => readRecording(path)).toThrow(`${path}, line 2: not JSON`);
    expect(() => readRecording(join(folder, 'none.jsonl'))).toThrow(
      'none.jsonl cannot be read: there is no such file',
    );
  });
});
