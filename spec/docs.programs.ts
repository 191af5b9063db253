import { checkExamples } from '../tools/examples/check.js';
import type { Checked } from '../tools/examples/check.js';
import { examplesIn, findExamples } from '../tools/examples/extract.js';
import type { Example } from '../tools/examples/extract.js';
import { runExamples } from '../tools/examples/run.js';
import type { Failure } from '../tools/examples/run.js';

const root = process.cwd();

describe('the examples of the documents and docstrings', () => {
  const examples = findExamples(root);
  const titled = examples.map(({ file, line, runs }, index) => ({ title: `${file}:${line}`, index, runs }));
  let checked: readonly Checked[] = [];
  let failures: ReadonlyMap<number, Failure> = new Map();

  beforeAll(async () => {
    checked = checkExamples(root, examples);
    failures = await runExamples(root, examples, checked);
  }, 600_000);

  it('are found', () => {
    expect(examples.length).toBeGreaterThan(0);
  });

  it.each(titled)('$title type-checks', ({ index }) => {
    expect(checked[index]?.errors).toEqual([]);
  });

  it.each(titled.filter(({ runs }) => runs))('$title runs', ({ index }) => {
    expect(failures.has(index)).toBe(true);
    expect(failures.get(index)).toBeUndefined();
  });
});

const fence = '```';

describe('finding examples', () => {
  it('takes the ts blocks of Markdown, on the lines that they have there, without their indentation', () => {
    const text = [
      '# Title',
      `${fence}sh`,
      'npm test',
      fence,
      `- ${fence}`,
      `  ${fence}ts`,
      '  one();',
      '',
      '    two();',
      `  ${fence}`,
    ];

    expect(examplesIn('a.md', text.join('\n'))).toEqual([
      { file: 'a.md', line: 7, code: 'one();\n\n  two();', runs: true, answers: undefined },
    ]);
  });

  it('takes the blocks of an @example, or an @example without any as a whole', () => {
    const text = [
      '/**',
      ' * Doubles.',
      ' *',
      ' * @example A caption',
      ` * ${fence}ts`,
      ' * double(1);',
      ` * ${fence}`,
      ' * @example',
      ' * double(2);',
      ' * @param n a number',
      ' */',
      'export const double = (n: number) => 2 * n;',
    ];

    expect(examplesIn('a.ts', text.join('\n'))).toMatchObject([
      { line: 6, code: 'double(1);' },
      { line: 8, code: '\ndouble(2);' },
    ]);
  });

  it('reads what the caller does from the fence', () => {
    const text = `${fence}ts caller: press 2; say yes please; silence; hang up\n${fence}\n${fence}ts no-run\n${fence}`;

    expect(examplesIn('a.md', text)).toMatchObject([
      { runs: true, answers: [{ press: '2' }, { say: 'yes please' }, { silence: true }, { hangUp: true }] },
      { runs: false, answers: undefined },
    ]);
    expect(() => examplesIn('a.md', `${fence}ts no-rnu\n${fence}`)).toThrow('no-rnu');
  });
});

/** An example on line 7 of a document, with `caller` as after `caller:` in its fence. */
const example = (code: string, caller?: string): Example => {
  const fenced = `${'\n'.repeat(5)}${fence}ts${caller ? ` caller: ${caller}` : ''}\n${code}\n${fence}`;
  const [found] = examplesIn('a.md', fenced);
  if (!found) throw new Error(`no example in ${fenced}`);
  return found;
};

describe('checking examples', () => {
  it('names the line of what does not type-check, and leaves other examples alone', () => {
    const [wrong, right] = checkExamples(root, [
      example('const n: number = 1;\nconst m: string = n;\nvoid m;'),
      example('const n = await Promise.resolve(1);\nvoid n;'),
    ]);

    expect(wrong?.errors).toEqual([expect.stringMatching(/^a\.md:8: .*not assignable.*\(TS2322\)$/)]);
    expect(right?.errors).toEqual([]);
  });

  it('knows what is provided from what an example declares itself', () => {
    const [fragment, whole] = checkExamples(root, [
      example('void client; void { caller };'),
      example('const client = 1;\nvoid client;'),
    ]);

    expect(fragment?.uses).toEqual(['client', 'caller']);
    expect(whole?.uses).toEqual([]);
  });
});

describe('running examples', () => {
  const passes = {
    'a program that runs until it is told to stop': example(
      `import { RelayClient, digits, tts } from 'relay-rx';
       import { concat, ignoreElements, map } from 'rxjs';
       const client = new RelayClient({ contexts: ['default'] });
       const given: string[] = [];
       const subscription = client.calls$.subscribe((call) => {
         concat(
           call.answer().pipe(ignoreElements()),
           call.playAndCollect({ media: [tts('Press one.')], collect: { digits: { max: 1 } } }).pipe(
             digits(),
             map((digit) => given.push(digit)),
           ),
           call.hangup(),
         ).subscribe();
       });
       await new Promise((resolve) => process.once('SIGTERM', resolve));
       subscription.unsubscribe();
       if (given.join() !== '1') throw new Error('was given ' + given.join());`,
    ),
    'a fragment, with a caller who does what the fence says': example(
      `import { digits, tts } from 'relay-rx';
       import { repeat, toArray } from 'rxjs';
       call.playAndCollect({ media: [tts('A key, please.')], collect: { digits: { max: 1 } } })
         .pipe(digits(), repeat(2), toArray())
         .subscribe((keys) => {
           if (keys.join() !== '2,3') throw new Error('was given ' + keys.join());
         });`,
      'press 2; press 3',
    ),
    'a spec': example("it('adds', async () => expect(await Promise.resolve(1 + 1)).toBe(2));"),
  };

  const fails: Record<string, readonly [Example, message: string]> = {
    'something thrown': [example("console.log('so far');\nthrow new Error('oh');"), 'so far'],
    'a place in the document': [example("\nthrow new Error('oh');"), 'a.md:8'],
    'a rejection': [example("void Promise.reject(new Error('oh')); void call;"), 'oh'],
    'an error without a handler': [
      example("import { throwError } from 'rxjs'; throwError(() => new Error('oh')).subscribe(); void call;"),
      'oh',
    ],
    'what a client tells on errors$': [
      example(
        `import { RelayClient, eachCall } from 'relay-rx';
         new RelayClient({ contexts: ['default'] }).calls$
           .pipe(eachCall(() => { throw new Error('oh'); }))
           .subscribe();`,
      ),
      'oh',
    ],
    'a forgotten subscribe': [example("call.playTTS({ text: 'Hello' });"), 'neither asks'],
    'no ending': [
      example('void client; await new Promise(() => setInterval(() => undefined, 9));'),
      'goes on',
    ],
    'a spec that fails': [example("it('adds', () => expect(1 + 1).toBe(3));"), 'Expected'],
  };

  const samples = [...Object.values(passes), ...Object.values(fails).map(([sample]) => sample)];
  let failures: ReadonlyMap<number, Failure> = new Map();
  const failureOf = (sample: Example | undefined): Failure =>
    failures.get(sample ? samples.indexOf(sample) : -1);

  beforeAll(async () => {
    failures = await runExamples(root, samples, checkExamples(root, samples));
  }, 600_000);

  it.each(Object.entries(passes))('passes %s', (_name, sample) => {
    expect(failures.size).toBe(samples.length);
    expect(failureOf(sample)).toBeUndefined();
  });

  it.each(Object.entries(fails))('fails %s', (_name, [sample, message]) => {
    expect(failureOf(sample)).toContain(message);
  });
});
