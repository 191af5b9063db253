import { spawn } from 'node:child_process';
import { RelaySimulator } from 'relay-rx/simulator';
import type { Caller } from 'relay-rx/simulator';
import { firstValueFrom, lastValueFrom } from 'rxjs';

/** Milliseconds; the demos are done in less than 12000 by themselves. */
const LIMIT = 30_000;

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a demo in a process of its own, with `env` and no credentials but those in it. */
const start = (name: string, env: Readonly<Record<string, string>> = {}) => {
  const own = Object.entries(process.env).filter(([key]) => !/^(SIGNALWIRE|RELAY)_/.test(key));
  const child = spawn(process.execPath, ['--import', 'tsx', `demos/${name}.ts`], {
    env: { ...Object.fromEntries(own), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (output += text.toString()));
  const ended = new Promise<Outcome>((resolve) => child.on('close', (code) => resolve({ code, output })));
  return { ended, interrupt: () => child.kill('SIGINT') };
};

/** The lines of an output without their times and alignment. */
const told = (output: string): string[] =>
  output
    .split('\n')
    .filter((line) => /^ *\+\d+\.\ds /.test(line))
    .map((line) => line.trim().split(/ {2,}/).slice(1).join(' '));

describe('the demos', () => {
  const names = ['menu', 'pin', 'speech'] as const;
  const outcomes = new Map<string, Outcome>();
  const outcomeOf = (name: (typeof names)[number]): Outcome => outcomes.get(name)!;

  beforeAll(async () => {
    await Promise.all(names.map(async (name) => outcomes.set(name, await start(name).ended)));
  }, LIMIT);

  it.each(names)('%s ends by itself, as it should', (name) => {
    const { code, output } = outcomeOf(name);

    expect(output).toMatch(/^As it should be: /m);
    expect(code).toBe(0);
  });

  it('menu asks again when nothing is pressed, and sends the call where the digit says', () => {
    expect(told(outcomeOf('menu').output)).toEqual([
      'relay connecting',
      'relay connected',
      'caller calls',
      'app answers',
      'caller hears "Press 1 for sales, 2 for support."',
      'app notes The caller gave no input',
      'caller hears "Press 1 for sales, 2 for support."',
      'caller presses 2',
      'app transferred to support',
      'caller is gone hangup',
      'relay disconnected',
    ]);
  });

  it('pin says what was wrong before it asks again, and lets in who knows the PIN', () => {
    const lines = told(outcomeOf('pin').output);

    expect(lines.slice(lines.indexOf('app answers') + 1)).toEqual([
      'caller hears "Enter your PIN, then hash."',
      'caller enters ****',
      'app notes The PIN is wrong',
      'caller hears "That is not right."',
      'caller hears "Enter your PIN, then hash."',
      'app notes The caller gave no input',
      'caller hears "Nothing was entered."',
      'caller hears "Enter your PIN, then hash."',
      'caller enters ****',
      'app admits',
      'caller hears "Thank you. You are in."',
      'app hangs up',
      'caller is gone hangup',
      'relay disconnected',
    ]);
  });

  it('pin never prints what was entered', () => {
    expect(outcomeOf('pin').output).not.toMatch(/\d{4}/);
  });

  it('speech shows what is said as it is said, and has it confirmed', () => {
    const lines = told(outcomeOf('speech').output);

    expect(lines.slice(lines.indexOf('app answers') + 1)).toEqual([
      'caller hears "What is it about?"',
      'caller is saying my',
      'caller is saying my invoice',
      'caller is saying my invoice is',
      'caller is saying my invoice is wrong',
      'caller said my invoice is wrong',
      'caller hears "You said: my invoice is wrong. Press 1 if that is right."',
      'caller presses 1',
      'app notes confirmed: my invoice is wrong',
      'app says "Thank you. Goodbye."',
      'caller is gone hangup',
      'relay disconnected',
    ]);
  });
});

describe('a demo with credentials', () => {
  const account = { project: 'a-project', token: 'a-token' };
  const environment = (host: string, token = account.token) => ({
    SIGNALWIRE_PROJECT_ID: account.project,
    SIGNALWIRE_API_TOKEN: token,
    SIGNALWIRE_SPACE: host,
    SIGNALWIRE_RELAY_SCHEME: 'ws',
    SIGNALWIRE_CONTEXT: 'office',
  });
  const heard = (caller: Caller) => firstValueFrom(caller.heard$);
  const gone = (caller: Caller) => lastValueFrom(caller.state$);

  it(
    'serves calls until it is interrupted, and hangs up those that it has not finished with',
    async () => {
      await using simulator = await RelaySimulator.listen({ ...account, wordsPerMinute: 6000 });
      const demo = start('menu', environment(simulator.host));
      const first = simulator.call({ context: 'office', script: [{ hear: 'Press 1' }, { press: '1' }] });
      expect(await firstValueFrom(first.transferredTo$)).toBe('sales');
      const second = simulator.call({ context: 'office' });
      await heard(second);
      demo.interrupt();
      await gone(second);
      const { code, output } = await demo.ended;

      expect(second.endReason).toBe('hangup');
      expect(code).toBe(0);
      expect(told(output)).toContain(`caller ${first.callId.slice(-4)} presses 1`);
      expect(told(output)).toContain('app transferred to sales');
      expect(output).not.toContain(account.token);
    },
    LIMIT,
  );

  it(
    'fails, and says why, when the credentials are refused',
    async () => {
      await using simulator = await RelaySimulator.listen(account);
      const demo = start('menu', environment(simulator.host, 'not-the-token'));
      const { code, output } = await demo.ended;

      expect(code).toBe(1);
      expect(output).toMatch(/app +gives up +RELAY refused the credentials/);
      expect(output).not.toContain('not-the-token');
    },
    LIMIT,
  );
});
