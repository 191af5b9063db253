import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { eachCall, tts } from 'relay-rx';
import { concat, repeat } from 'rxjs';
import { parseDocument } from 'yaml';
import { readScenario } from '../../../lib/cli/simulate/scenario/scenario.js';
import { Stage } from './support.js';

jest.setTimeout(60_000);

const doc = readFileSync('docs/control.md', 'utf8');
const blocks = (language: string): string[] =>
  [...doc.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text);
const sh = promisify(execFile);

interface Listed {
  readonly callId: string;
  readonly direction: string;
  readonly state: string;
  readonly heard: readonly unknown[];
}

const WAITING = {
  digits: { max: 9 },
  speech: { endSilenceTimeout: 1 },
  initialTimeout: 60,
  partialResults: true,
};
const DEVICES = [[{ type: 'phone' as const, params: { fromNumber: '+15550101', toNumber: '+15550199' } }]];
const isAskedAgain = (call: unknown): boolean => (call as Listed).heard.length > 0;

describe('docs/control.md', () => {
  let stage: Stage | undefined;
  afterEach(() => stage?.close());

  it('has curl lines for every route, and each does what it says', async () => {
    const opened = await Stage.open({ speed: 1 });
    stage = opened;
    const client = await opened.client();
    client.errors$.subscribe();
    client.calls$
      .pipe(
        eachCall((call) =>
          concat(
            call.answer(),
            call.playAndCollect({ media: [tts('Press 1')], collect: WAITING }).pipe(repeat()),
          ),
        ),
      )
      .subscribe();
    const RELAY = `${opened.url}/_relay`;
    // A web phone, on which calls of the app ring.
    const page = await fetch(`${RELAY}/phone`);
    const idOf = async (direction: string): Promise<string> => {
      const isWanted = (call: Listed): boolean =>
        call.direction === direction && call.state === (direction === 'inbound' ? 'answered' : 'ringing');
      const calls = await opened.until('calls', (all) => (all as Listed[]).some(isWanted));
      return (calls as Listed[]).find(isWanted)?.callId ?? '';
    };
    let CALL = '';
    const seen: string[] = [];
    for (const line of blocks('sh').flatMap((block) => block.trim().split('\n'))) {
      let RINGING = '';
      if (line.includes('$RINGING')) {
        client.dial({ devices: DEVICES }).subscribe({ error: () => undefined });
        RINGING = await idOf('outbound');
      }
      if (line.includes('/silence')) await opened.until(`calls/${CALL}`, (call) => isAskedAgain(call));
      const { stdout } = await sh('bash', ['-c', `${line} -w '\\n%{http_code}' || [ $? = 28 ]`], {
        env: { ...process.env, RELAY, CALL, RINGING },
      });
      const [, body = '', status = ''] = /^(.*)\n(\d+)$/s.exec(stdout) ?? [];
      seen.push(line);
      expect({ line, body, status }).toMatchObject({ line, status: expect.stringMatching(/^20[014]$/) });
      if (body.includes('"callId"') && CALL === '') CALL = await idOf('inbound');
      // Time may be moved while the caller is asked; hanging up ends that.
      if (line.includes('/hangup'))
        await opened.until(`calls/${CALL}`, (call) => (call as Listed).state === 'ended');
    }
    await page.body?.cancel();
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
      ...[
        'soFar',
        'silence',
        'answer',
        'decline',
        'RELAY/phone',
        'phone/watch',
        'frames',
        'events',
        'faults',
        'clock',
        'reset',
      ],
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
