import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMinute, untilOpen } from '../../demos/campaign/calling-window.js';
import type { Finished } from '../../demos/campaign/contact.js';
import { parseContacts } from '../../demos/campaign/contacts-file.js';
import { withFile } from '../../demos/campaign/do-not-call-file.js';
import { EmbeddedQueue } from '../../demos/campaign/embedded-queue.js';
import { mostInASecond } from '../../demos/campaign/fleet/records.js';
import { readOptions } from '../../demos/campaign/options.js';
import { cell, formatResults, writeResults } from '../../demos/campaign/results-file.js';

const HEAD = 'id,name,phone,timezone,from,to,text';
const folder = () => mkdtemp(join(tmpdir(), 'campaign-'));

describe('the file of contacts', () => {
  it('gives contacts, whatever the spreadsheet that wrote it', () => {
    const text = `\uFEFF${HEAD}\r\n1, "Ann, of York",+15550101,Europe/London,9:00,20:30,yes\r\n\r\n2,Ben,+15550102,UTC,22:00,02:00,\r\n`;
    expect(parseContacts(text, 'a.csv')).toEqual([
      {
        id: '1',
        name: 'Ann, of York',
        phone: '+15550101',
        timeZone: 'Europe/London',
        window: { from: 540, to: 1230 },
        mayText: true,
      },
      {
        id: '2',
        name: 'Ben',
        phone: '+15550102',
        timeZone: 'UTC',
        window: { from: 1320, to: 120 },
        mayText: false,
      },
    ]);
  });

  it('is refused as a whole, with every row that is wrong, and without what stands in it', () => {
    const text = [HEAD, '1,Ann,5550101,Mars/Base,9,24:01,perhaps', '1,Ben,+15550102,UTC,09:00,20:00,no'].join(
      '\n',
    );
    const read = () => parseContacts(text, 'a.csv');
    for (const fault of [
      'a.csv is not used:',
      'row 2: phone must be in E.164',
      'row 2: timezone must be one of IANA',
      'row 2: from must be a time of day',
      'row 2: to must be a time of day',
      'row 2: text must be yes or no',
      'row 3: its id is that of row 2, too',
    ])
      expect(read).toThrow(fault);
    expect(read).not.toThrow('5550101');
  });

  it('needs its columns', () => {
    expect(() => parseContacts('id,name\n1,Ann\n', 'a.csv')).toThrow(
      'it needs a column phone, timezone, from, to',
    );
  });
});

describe('the calling window', () => {
  const at = (text: string): number => Date.parse(text);
  const office = (timeZone: string) => ({ timeZone, window: { from: 9 * 60, to: 20 * 60 } });

  it.each<[string, string, number]>([
    ['Europe/Berlin', '2026-07-01T07:00:00Z', 0],
    ['Europe/Berlin', '2026-07-01T06:59:30Z', 30_000],
    ['Europe/Berlin', '2026-07-01T17:59:59.999Z', 0],
    ['Europe/Berlin', '2026-07-01T18:00:00Z', 13 * 3_600_000],
    // In winter the same hour is another one in UTC.
    ['Europe/Berlin', '2026-01-01T07:00:00Z', 3_600_000],
    ['Asia/Kolkata', '2026-01-01T03:30:00Z', 0],
    ['America/Los_Angeles', '2026-01-01T03:00:00Z', 0],
    ['America/Los_Angeles', '2026-01-01T04:00:00Z', 13 * 3_600_000],
  ])('of 9 to 20 in %s opens, at %s, in %d ms', (timeZone, time, wait) => {
    expect(untilOpen(office(timeZone), at(time))).toBe(wait);
  });

  it('may go over midnight, and be the whole day', () => {
    const night = { timeZone: 'UTC', window: { from: 22 * 60, to: 2 * 60 } };
    expect(untilOpen(night, at('2026-01-01T23:00:00Z'))).toBe(0);
    expect(untilOpen(night, at('2026-01-01T01:59:00Z'))).toBe(0);
    expect(untilOpen(night, at('2026-01-01T02:00:00Z'))).toBe(20 * 3_600_000);
    const day = { timeZone: 'UTC', window: { from: 0, to: 24 * 60 } };
    expect(untilOpen(day, at('2026-01-01T00:00:00Z'))).toBe(0);
    expect(untilOpen(day, at('2026-01-01T23:59:59Z'))).toBe(0);
  });

  it('is written in hours and minutes', () => {
    expect(['00:00', '9:05', '24:00', '24:01', '12:60', '12', ''].map(readMinute)).toEqual([
      0,
      545,
      1440,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('the file of results', () => {
  it.each([
    ['Ann', 'Ann'],
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\r=1', '"\'\r=1"'],
    ['+15550101', '+15550101'],
    ['-4.5', '-4.5'],
    ['+1+cmd', "'+1+cmd"],
    ['-', "'-"],
    ['a=b', 'a=b'],
    ['a,"b"', '"a,""b"""'],
    ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
    ['two\nlines', '"two\nlines"'],
  ])('has for %j the cell %j', (text, written) => {
    expect(cell(text)).toBe(written);
  });

  const finished: Finished = {
    contact: {
      id: '1',
      name: '=Ann',
      phone: '+15550101',
      timeZone: 'UTC',
      window: { from: 0, to: 1440 },
      mayText: true,
    },
    result: { outcome: 'voicemail', detail: '', calls: 2, at: 0 },
  };

  it('has a row for each contact, and is there as a whole', async () => {
    const file = join(await folder(), 'results.csv');
    await writeResults(file, [finished]);
    const text =
      'id,name,phone,outcome,detail,calls,at\r\n' +
      "1,'=Ann,+15550101,voicemail,,2,1970-01-01T00:00:00.000Z\r\n";
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(formatResults([])).toBe('id,name,phone,outcome,detail,calls,at\r\n');
  });
});

describe('the list of those who are not called', () => {
  it('is read from a file, and a number that is added goes into it once', async () => {
    const file = join(await folder(), 'list.txt');
    await writeFile(file, '# numbers\n+15550101\n\n');
    const list = await withFile(new EmbeddedQueue().doNotCall, file);
    await list.add('+15550102');
    await list.add('+15550102');
    expect(await Promise.all(['+15550101', '+15550102', '+15550103'].map((each) => list.has(each)))).toEqual([
      true,
      true,
      false,
    ]);
    expect(await readFile(file, 'utf8')).toBe('# numbers\n+15550101\n\n+15550102\n');
  });
});

describe('the options', () => {
  const redis = { REDIS_URL: 'redis://127.0.0.1:1' };

  it('have defaults, and an empty REDIS_URL is none', () => {
    expect(readOptions([], { REDIS_URL: '' }, false)).toMatchObject({
      command: 'run',
      rate: 5,
      redis: undefined,
    });
    expect(readOptions(['--contacts', 'a.csv'], redis, true)).toMatchObject({
      rate: 1,
      ring: 25,
      retryDelay: 900,
    });
  });

  it.each<[readonly string[], object, boolean, string]>([
    [['work'], {}, false, 'work needs a queue that others share: set REDIS_URL'],
    [
      ['dance'],
      {},
      false,
      "The command is one of run, load, work, status, pause, resume, results, forget, not 'dance'",
    ],
    [['--rate', '0'], {}, false, "--rate is a number from 0.001 to 1000, not '0'"],
    [['--attempts', '1.5'], {}, false, "--attempts is a whole number from 1 to 20, not '1.5'"],
    [['--lock', ''], {}, false, "--lock is a number from 1 to 3600, not ''"],
    [['--name', 'a:b'], {}, false, "not 'a:b'"],
    [[], { REDIS_URL: 'localhost:6379' }, false, 'REDIS_URL must be a URL of redis or rediss'],
    [[], {}, true, '--contacts FILE says who is to be called'],
    [['results'], redis, false, '--results FILE says where the results are written'],
    [['--dial-twice'], {}, false, "Unknown option '--dial-twice'"],
  ])('%j with %j are refused', (args, env, isReal, message) => {
    expect(() => readOptions(args, env as Record<string, string>, isReal)).toThrow(message);
  });
});

describe('the most within a second', () => {
  it.each<[readonly number[], number]>([
    [[], 0],
    [[0, 500, 1000], 2],
    [[0, 999, 1000, 1500], 3],
    [[3000, 0, 10, 20], 3],
  ])('of %j is %d', (times, most) => {
    expect(mostInASecond(times)).toBe(most);
  });
});
