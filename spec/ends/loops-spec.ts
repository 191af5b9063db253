import { spawn } from 'node:child_process';
import { program } from '../support/program.js';

/** ms; a process is done in less than a third of it by itself. */
const LIMIT = 60_000;

/** How a process ended. */
interface Exit {
  readonly code: number | null;
  readonly stderr: string;
}

/** What a process of `process/client-loops.ts` prints. */
interface ClientOutcome extends Exit {
  readonly loops: number;
  readonly beats: number;
  readonly turns: number;
  readonly warned: number;
}

/** What a process of `process/loops.ts` prints. */
interface Outcome extends Exit {
  readonly calls: number;
  readonly ended: boolean;
  /** Turns of a timer of 10 ms. */
  readonly beats: number;
  /** How often the loops asked, in all. */
  readonly turns: number;
  readonly served: readonly string[];
  /** How many calls were warned of, and how often one at the most. */
  readonly warned: number;
  readonly most: number;
  readonly failures: readonly string[];
}

const runs = <O extends Exit>(file: string, mode: string): Promise<O> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program(`spec/ends/process/${file}`), mode], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      const printed = stdout === '' ? {} : (JSON.parse(stdout) as object);
      resolve({ code, stderr, ...printed } as O);
    });
  });

describe('loops that do not end with their call', () => {
  const modes = ['eachCall', 'mergeMap', 'dial', 'close', 'session'] as const;
  const outcomes = new Map<string, Outcome>();

  beforeAll(async () => {
    await Promise.all(modes.map(async (mode) => outcomes.set(mode, await runs('loops.ts', mode))));
  }, LIMIT * 2);

  it.each(modes)('freeze and crash nothing, and let the process exit by itself: %s', (mode) => {
    const outcome = outcomes.get(mode)!;
    expect(outcome).toMatchObject({ code: 0, stderr: '', calls: 10, ended: true, failures: [] });
    // In 1.5 s at least; a turn of the event loop that lasts takes many with it.
    expect(outcome.beats).toBeGreaterThan(30);
    // Some ten requests of each of ten loops.
    expect(outcome.turns).toBeLessThan(250);
  });

  it.each(['eachCall', 'mergeMap', 'dial', 'session'])('other calls are served meanwhile: %s', (mode) => {
    expect(outcomes.get(mode)!.served).toEqual(['1']);
  });

  it('bring one warning for each call that goes on', () => {
    expect(outcomes.get('mergeMap')).toMatchObject({ warned: 10, most: 1 });
    // Those that are no promises were unsubscribed with their call.
    expect(outcomes.get('eachCall')).toMatchObject({ warned: 4, most: 1 });
  });
});

describe('loops over the streams and requests of a client that has ended', () => {
  const loops = { close: 16, refused: 16, drain: 2 };
  const modes = Object.entries(loops);
  const outcomes = new Map<string, ClientOutcome>();

  beforeAll(async () => {
    await Promise.all(modes.map(async ([mode]) => outcomes.set(mode, await runs('client-loops.ts', mode))));
  }, LIMIT * 2);

  it.each(modes)(
    'freeze nothing, are warned of once, and let the process exit by itself: %s',
    (mode, count) => {
      const outcome = outcomes.get(mode)!;
      expect(outcome).toMatchObject({ code: 0, stderr: '', loops: count, warned: 1 });
      expect(outcome.beats).toBeGreaterThan(10);
      // Each of two loops of each once, ten at once, and then later and later.
      expect(outcome.turns).toBeLessThan(10 + 2 * count + 20);
    },
  );
});
