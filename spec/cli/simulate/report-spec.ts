import { junitOf, summaryOf, type CallReport } from '../../../lib/cli/simulate/scenario/report.js';

const report = (more: Partial<CallReport> = {}): CallReport => ({
  caller: 'sales',
  number: 1,
  callId: 'c1',
  from: '+15550100',
  failure: undefined,
  warnings: [],
  waits: [],
  took: 1234,
  ...more,
});

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plain = (text: string): string => {
  if (/&(?!#\d+;|amp;|lt;|gt;|quot;|apos;)/.test(text)) throw new Error(`a bare & in ${text}`);
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_, code?: string, name = '') =>
    code === undefined ? (ENTITIES[name as string] ?? '') : String.fromCharCode(Number(code)),
  );
};

/** Reads XML as strictly as a reader of test results does; throws where it is not well formed. */
function readXml(text: string): Node {
  // eslint-disable-next-line no-control-regex
  const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.exec(text);
  if (unwritable !== null) throw new Error(`an unwritable character at ${unwritable.index}`);
  const root: Node = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const body = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  const token = /<\/([\w-]+)>|<([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  let end = 0;
  for (let found = token.exec(body); found !== null; found = token.exec(body)) {
    end = token.lastIndex;
    const [, closed, name, attributes = '', isEmpty, content] = found;
    const current = open.at(-1) as Node;
    if (content !== undefined) current.text += plain(content);
    else if (closed !== undefined) {
      if (current.name !== closed) throw new Error(`</${closed}> in <${current.name}>`);
      open.pop();
    } else if (name !== undefined) {
      const pairs = [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)];
      const node: Node = {
        name,
        attributes: Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, plain(value)])),
        children: [],
        text: '',
      };
      current.children.push(node);
      if (isEmpty === '') open.push(node);
    }
  }
  if (end !== body.length) throw new Error(`not XML: ${body.slice(end, end + 40)}`);
  const [only] = root.children;
  if (open.length !== 1 || only === undefined || root.children.length !== 1)
    throw new Error('not one element');
  return only;
}

const HOSTILE = '</testcase><x a="b">\'&amp;]]>\n\t\u0000\u001b[31m\ud800 \u202eevil 🙂';

describe('a report in JUnit XML', () => {
  it('is a test suite with a test case for each call, and counts them', () => {
    const suites = readXml(
      junitOf(
        'callers.yaml',
        [
          report(),
          report({ number: 2, failure: 'step 1', took: 5 }),
          report({ caller: 'x', warnings: ['slow', 'slower'] }),
        ],
        61_500,
      ),
    );
    const counts = { name: 'callers.yaml', tests: '3', failures: '1', errors: '0', time: '61.500' };

    expect(suites).toMatchObject({ name: 'testsuites', attributes: counts });
    expect(suites.children).toMatchObject([
      {
        name: 'testsuite',
        attributes: counts,
        children: [
          {
            name: 'testcase',
            attributes: { classname: 'sales', name: 'sales #1', time: '1.234' },
            children: [],
          },
          {
            attributes: { name: 'sales #2', time: '0.005' },
            children: [{ name: 'failure', attributes: { message: 'step 1' } }],
          },
          { attributes: { name: 'x #1' }, children: [{ name: 'system-out', text: 'slow\nslower' }] },
        ],
      },
    ]);
  });

  it('can be read whatever the names and texts in it are', () => {
    const [suite] = readXml(
      junitOf(HOSTILE, [report({ caller: HOSTILE, failure: HOSTILE, warnings: [HOSTILE] })], 1),
    ).children;
    const [testcase] = suite?.children ?? [];
    const written = HOSTILE.replace(/[\u0000\u001b\ud800]/gu, '\ufffd'); // eslint-disable-line no-control-regex

    expect(suite?.attributes['name']).toBe(written);
    expect(testcase?.attributes['classname']).toBe(written);
    expect(testcase?.children).toMatchObject([
      { name: 'failure', attributes: { message: written } },
      { name: 'system-out', text: written },
    ]);
  });
});

describe('a summary', () => {
  it('counts calls, failures and warnings, names them, and says how long callers waited', () => {
    const reports = [
      report({ waits: [100, 300] }),
      report({ number: 2, waits: [200, 400], failure: 'step 1, hear "x": not within 5 ms' }),
      report({ number: 3, warnings: ['step 2, hear "y": took 7 ms, more than 6 ms'] }),
    ];

    expect(summaryOf('callers.yaml', reports, 2345)).toBe(
      [
        'callers.yaml: 3 calls in 2.3 s: 2 passed, 1 failed, 1 warning',
        '  waits to hear: half within 200 ms, 95 % within 400 ms, the longest 400 ms',
        '  failed   sales #2: step 1, hear "x": not within 5 ms',
        '  warning  sales #3: step 2, hear "y": took 7 ms, more than 6 ms',
        '',
      ].join('\n'),
    );
  });

  it('is short where nothing went wrong, and says how many more there are where very much did', () => {
    expect(summaryOf('a.json', [report()], 900)).toBe('a.json: 1 call in 0.9 s: 1 passed\n');
    const lines = summaryOf(
      'a.json',
      Array.from({ length: 500 }, () => report({ failure: 'x' })),
      1,
    ).split('\n');

    expect(lines).toHaveLength(1 + 20 + 1 + 1);
    expect(lines.at(-2)).toBe('  and 480 more');
  });

  it('writes nothing to a terminal that a caller chose, but its text', () => {
    const text = summaryOf(
      'a.json',
      [report({ caller: 'x\u001b[2J', failure: 'heard "\u001b[31m\u0007\r\u009b1m"' })],
      1,
    );

    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});
