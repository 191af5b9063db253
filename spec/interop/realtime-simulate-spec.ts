import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecording } from '../../lib/recording/format.js';
import { trace } from 'relay-rx/recording';
import { run } from '../cli/support.js';
import { Stage } from '../cli/simulate/support.js';
import { startRealtimeMenu } from './start-menu.js';

// The application is a process of its own, which takes its time on a busy machine.
jest.setTimeout(120_000);

// The application's library loses a result that comes together with the answer to its request: a caller waits first.
const APP = [process.execPath, 'spec/interop/realtime-menu.mjs'];

describe('relay-rx simulate --scenario, with an application on @signalwire/realtime-api', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-rx-realtime-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const simulate = (script: string, ...more: readonly string[]) => {
    const scenario = join(folder, 'callers.yaml');
    writeFileSync(scenario, `callers:\n  - name: sales\n    context: default\n    script:\n${script}`);
    return run(['simulate', '--port', '0', '--speed', '2', '--scenario', scenario, ...more, '--', ...APP]);
  };

  it('passes when its callers hear what they expect, and writes a report', async () => {
    const junit = join(folder, 'report.xml');
    const { code, stderr } = await simulate(
      `      - hear: Press 1 for sales
      - wait: 1000
      - press: '1'
      - hear: { exactly: You pressed 1 }
      - ended: hangup
  - name: impatient
    context: default
    count: 3
    script:
      - hear: { like: press one for sales two for support, similarity: 0.7 }
      - hangUp: true
`,
      '--junit',
      junit,
    );

    expect(stderr).toMatch(/callers\.yaml: 4 calls in [\d.]+ s: 4 passed\n/);
    expect(code).toBe(0);
    expect(readFileSync(junit, 'utf8')).toMatch(/tests="4" failures="0"/);
  });

  it('fails when one of them does not, and says what was heard', async () => {
    const { code, stderr } = await simulate(
      `      - hear: Press 1
      - wait: 1000
      - press: '2'
      - { hear: You pressed 1, within: 20000 }
`,
    );

    expect(stderr).toMatch(
      /failed {3}sales #1: step 4, hear "You pressed 1": .*the call had ended \(hangup\), and heard was "You pressed 2"/,
    );
    expect(code).toBe(1);
  });
});

describe('the control interface, with an application on @signalwire/realtime-api', () => {
  let stage: Stage;
  let app: ChildProcess;
  beforeAll(async () => {
    stage = await Stage.open({ speed: 5 });
    app = startRealtimeMenu(stage.server.host);
    await stage.until('health', (body) => JSON.stringify(body).includes('"contexts":["default"]'));
  });
  afterAll(async () => {
    const gone = once(app, 'exit');
    app.kill();
    await gone;
    await stage.close();
  });

  const hears = (text: string) => (body: unknown) => JSON.stringify(body).includes(text);
  const place = async (to: string): Promise<string> => {
    const { body } = await stage.ask('POST', 'calls', { context: 'default', from: '+15550177', to });
    expect(body).toEqual({ callId: expect.any(String) });
    return (body as { callId: string }).callId;
  };

  it('places a call, presses a key, and tells what was heard and what the application sent', async () => {
    const callId = await place('+15550101');
    await stage.until(`calls/${callId}`, hears('Press 1 for sales'));
    expect((await stage.ask('POST', `calls/${callId}/press`, { digits: '2' })).status).toBe(204);

    expect(await stage.until(`calls/${callId}`, hears('"ended"'))).toMatchObject({
      state: 'ended',
      heard: [{ text: 'Press 1 for sales, 2 for support.' }, { text: 'You pressed 2' }],
      endReason: 'hangup',
    });
    expect((await stage.ask('GET', 'frames?method=calling.play_and_collect')).body).toMatchObject([
      { direction: 'in', frame: { params: { call_id: callId, collect: { digits: { max: 1 } } } } },
    ]);
  });

  it('gives the call as a recording, which can be read and drawn', async () => {
    const callId = await place('+15550101');
    await stage.until(`calls/${callId}`, hears('Press 1 for sales'));
    await stage.ask('POST', `calls/${callId}/press`, { digits: '1' });
    await stage.until(`calls/${callId}`, hears('"ended"'));
    const response = await fetch(`${stage.url}/_relay/calls/${callId}/recording`);
    const text = await response.text();
    const recording = parseRecording(text);

    expect(text).not.toContain('a-secret-token');
    expect(recording.lines[1]).toMatchObject({ direction: 'sent', frame: { method: 'signalwire.connect' } });
    const drawn = trace(recording);
    expect(drawn).toContain('play_and_collect');
    expect(drawn).toContain('digits "1"');
  });

  it('says how the numbers that it dials answer', async () => {
    await stage.ask('POST', 'callees', { to: '+15550177', answer: 'answer', after: 0 });
    await place('+15550190');
    const calls = await stage.until('calls', hears('You wanted to be called.'));

    expect(calls).toContainEqual(
      expect.objectContaining({
        direction: 'outbound',
        from: '+15550190',
        to: '+15550177',
        heard: [expect.objectContaining({ text: 'You wanted to be called.' })],
      }),
    );
  });
});
