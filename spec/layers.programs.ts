import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/** What must be refused, and where. The files exist (type information needs that); their text is this. */
const refused = [
  {
    name: 'a lower layer importing a higher one',
    file: 'lib/protocol/errors.ts',
    text: "import { Router } from '../connection/router.js';\nexport const router: Router = new Router();\n",
    rule: 'import-x/no-restricted-paths',
  },
  {
    name: 'the same for a type alone',
    file: 'lib/protocol/errors.ts',
    text: "import type { Router } from '../connection/router.js';\nexport type R = Router;\n",
    rule: 'import-x/no-restricted-paths',
  },
  {
    name: 'lib/ importing what is not published',
    file: 'lib/protocol/errors.ts',
    text: "export * from '../../spec/layers.programs.js';\n",
    rule: 'import-x/no-restricted-paths',
  },
  {
    name: 'a cycle',
    file: 'lib/protocol/events/play.ts',
    text: "import { decodeEvent } from './index.js';\nexport const decode: unknown = decodeEvent;\n",
    rule: 'relay-rx/no-import-cycle',
  },
  {
    name: 'a cycle of types',
    file: 'lib/protocol/events/play.ts',
    text: "import type { RelayEvent } from './index.js';\nexport type E = RelayEvent;\n",
    rule: 'relay-rx/no-import-cycle',
  },
  {
    name: 'a package that is no dependency',
    file: 'lib/protocol/errors.ts',
    text: "export * from 'typescript';\n",
    rule: 'no-restricted-imports',
  },
  {
    name: 'ws outside the sockets',
    file: 'lib/connection/router.ts',
    text: "export { WebSocket } from 'ws';\n",
    rule: 'no-restricted-imports',
  },
  {
    name: 'setTimeout',
    file: 'lib/connection/router.ts',
    text: 'setTimeout(() => undefined, 1);\n',
    rule: 'no-restricted-globals',
  },
  {
    name: 'Math.random',
    file: 'lib/connection/router.ts',
    text: 'export const random: number = Math.random();\n',
    rule: 'no-restricted-properties',
  },
  {
    name: 'the time of the wall clock',
    file: 'lib/connection/router.ts',
    text: 'export const now: Date = new Date();\n',
    rule: 'no-restricted-syntax',
  },
  {
    name: 'any',
    file: 'lib/protocol/errors.ts',
    text: 'export const anything = (value: any): unknown => value;\n',
    rule: '@typescript-eslint/no-explicit-any',
  },
  {
    name: 'a nested subscribe',
    file: 'lib/connection/router.ts',
    text: "import { of } from 'rxjs';\nof(1).subscribe(() => of(2).subscribe());\n",
    rule: 'rxjs-x/no-nested-subscribe',
  },
  {
    name: 'a stream without its $',
    file: 'lib/connection/router.ts',
    text: "import { of } from 'rxjs';\nexport class Ones {\n  readonly ones = of(1);\n}\n",
    rule: 'rxjs-x/finnish',
  },
];

const accepted = {
  file: 'lib/connection/router.ts',
  text: [
    "import { of, type Observable } from 'rxjs';",
    "import * as errors from '../protocol/errors.js';",
    'export class Ones {',
    '  readonly ones$ = of(1);',
    '  readonly make: () => Observable<number> = () => of(Object.keys(errors).length);',
    '}',
    '',
  ].join('\n'),
};

interface LintResult {
  /** The rules that each sample breaks. */
  readonly broken: string[][];
  /** The layers that the configuration knows. */
  readonly layers: string[];
}

const lint = (samples: readonly { file: string; text: string }[]): LintResult => {
  const { stdout, stderr } = spawnSync(process.execPath, ['tools/lint-text.mjs'], {
    input: JSON.stringify(samples),
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as LintResult;
};

describe('the lint rules', () => {
  let result: LintResult = { broken: [], layers: [] };
  beforeAll(() => {
    result = lint([...refused, accepted]);
  }, 60_000);

  it.each(refused.map((sample, index) => [sample.name, index] as const))('refuse %s', (_name, index) => {
    expect(result.broken[index]).toContain(refused[index]?.rule);
  });

  it('accept code that keeps to them', () => {
    expect(result.broken.at(-1)).toEqual([]);
  });

  it('give a layer to everything in lib/', () => {
    const present = readdirSync('lib').map((name) => name.replace(/\.ts$/, ''));

    expect(present.filter((name) => name !== 'index' && !result.layers.includes(name))).toEqual([]);
  });
});
