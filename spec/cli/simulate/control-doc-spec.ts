import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { parseDocument } from 'yaml';
import { readScenario } from '../../../lib/cli/simulate/scenario/scenario.js';
import { Stage } from './support.js';

jest.setTimeout(60_000);

const doc = readFileSync('docs/control.md', 'utf8');
const blocks = (language: string): string[] =>
  [...doc.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text);
const sh = promisify(execFile);

describe('docs/control.md', () => {
  it('has curl lines for every route, and each does what it says', async () => {
    const stage = await Stage.open({ speed: 1 });
    await stage.client();
    const RELAY = `${stage.url}/_relay`;
    let CALL = '';
    const seen: string[] = [];
    for (const line of blocks('sh').flatMap((block) => block.trim().split('\n'))) {
      const { stdout } = await sh('bash', ['-c', `${line} -w '\\n%{http_code}' || [ $? = 28 ]`], {
        env: { ...process.env, RELAY, CALL },
      });
      const [, body = '', status = ''] = /^(.*)\n(\d+)$/s.exec(stdout) ?? [];
      seen.push(line);
      expect({ line, body, status }).toMatchObject({ line, status: expect.stringMatching(/^20[014]$/) });
      if (body.includes('"callId"') && CALL === '') CALL = (JSON.parse(body) as { callId: string }).callId;
    }
    await stage.close();
    const routes = [
      ...[
        'health',
        'calls',
        'recording',
        'press',
        'say',
        'mumble',
        'hangup',
        'callees',
        'recipients',
        'messages',
      ],
      ...['frames', 'events', 'faults', 'clock', 'reset'],
    ];

    expect(routes.filter((route) => !seen.some((line) => line.includes(route)))).toEqual([]);
  });

  it('has a scenario that is one', () => {
    const [scenario = ''] = blocks('yaml');
    const { callers } = readScenario(parseDocument(scenario).toJS(), () => [
      { number: '+15550102', words: 'sales' },
      { number: '+15550103', words: 'support' },
    ]);

    expect(callers.map(({ name, count }) => [name, count])).toEqual([
      ['wants sales', 1],
      ['does not answer', 100],
      ['from a list', 2],
    ]);
    expect(callers[2]?.call(3)).toMatchObject({ from: '+15550103', script: [{ say: 'support' }, {}, {}] });
  });
});
