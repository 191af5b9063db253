import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { RelaySimulator } from 'relay-rx/simulator';
import type { Caller } from 'relay-rx/simulator';
import { filter, firstValueFrom, lastValueFrom } from 'rxjs';
import { program } from './support/program.js';

/** Milliseconds. By themselves the demos are done in less than 13000; beside others, processes take long to start. */
const LIMIT = 120_000;

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a demo in a process of its own, with `env` and no credentials but those in it. */
const start = (name: string, env: Readonly<Record<string, string>> = {}, args: readonly string[] = []) => {
  const own = Object.entries(process.env).filter(
    ([key]) => !/^(SIGNALWIRE|RELAY|REMINDER|BRIDGE|CAMPAIGN|QUEUE|REDIS)_/.test(key),
  );
  // The workers of the fleet are started from their source.
  const file = name === 'fleet' ? ['--import', 'tsx', 'demos/fleet.ts'] : [program(`demos/${name}.ts`)];
  const child = spawn(process.execPath, [...file, ...args], {
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
  const names = ['menu', 'pin', 'speech', 'reminder', 'bridge', 'voicemail', 'fleet', 'campaign'] as const;
  // Enough calls for two workers to leave in the middle of them.
  const args: Partial<Record<string, readonly string[]>> = { fleet: ['--calls', '150', '--workers', '3'] };
  const outcomes = new Map<string, Outcome>();
  const outcomeOf = (name: (typeof names)[number]): Outcome => outcomes.get(name)!;

  beforeAll(async () => {
    await Promise.all(names.map(async (name) => outcomes.set(name, await start(name, {}, args[name]).ended)));
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
      'app notes The caller gave no input: "Press 1 for sales, 2 for support."',
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
      'app notes The caller gave no input: "Enter your PIN, then hash."',
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

  describe('reminder calls three at once', () => {
    const linesAbout = (name: string): string[] =>
      told(outcomeOf('reminder').output).filter((line) => line.startsWith(name));

    it('has a person confirm, and asks again after a key that is not in the menu', () => {
      expect(linesAbout('Ann')).toEqual([
        'Ann is called +15550101',
        'Ann answers',
        'Ann is a person',
        'Ann hears "You have an appointment on Tuesday at ten. Press 1 to confirm, 2 to move it."',
        'Ann hears "Sorry? Press 1 to confirm, 2 to move it."',
        'Ann has confirmed',
        'Ann hears "Thank you. Goodbye."',
        'Ann is gone hangup',
      ]);
    });

    it('tells a machine when it is ready, and not before', () => {
      expect(linesAbout('Ben')).toEqual([
        'Ben is called +15550102',
        'Ben answers',
        'Ben is a machine',
        'Ben hears "A reminder of your appointment on Tuesday at ten."',
        'Ben is gone hangup',
      ]);
    });

    it('writes to whoever does not answer', () => {
      expect(linesAbout('Cleo')).toEqual([
        'Cleo is called +15550103',
        'Cleo is not there noAnswer',
        'Cleo message is queued',
        'Cleo message is initiated',
        'Cleo message is sent',
        'Cleo message is delivered',
      ]);
    });
  });

  it('bridge plays music until the agent answers, and records the talk', () => {
    const lines = told(outcomeOf('bridge').output);

    // The music begins again as often as there is time for it.
    expect(lines.slice(lines.indexOf('app answers') + 1, lines.indexOf('app connected'))).toEqual(
      expect.arrayContaining([
        'app connecting',
        'caller hears "One moment please."',
        'caller hears https://music.example/waiting.mp3',
      ]),
    );
    expect(lines.slice(lines.indexOf('app connected') + 1)).toEqual([
      'app recording',
      'caller hears "This is Ann. How can I help?"',
      'agent hears "Is my parcel on its way?"',
      'caller hears "It will be there today."',
      'app disconnected',
      expect.stringMatching(/^app finished [67](\.\d+)? s: https:\/\/recordings\.\S+\.mp3$/),
      'caller hears "Thank you for calling. Goodbye."',
      'caller is gone hangup',
      'relay disconnected',
    ]);
  });

  it('voicemail saves both messages after their callers have hung up', () => {
    const lines = told(outcomeOf('voicemail').output);
    const saved = lines.map((line) => line.startsWith('app saves '));

    expect(lines).toEqual(
      expect.arrayContaining(['Ann calls (stream style)', 'Ben calls (async style)', 'Ann is gone hangup']),
    );
    expect(saved.filter(Boolean)).toHaveLength(2);
    expect(saved.indexOf(true)).toBeGreaterThan(
      Math.max(lines.indexOf('Ann is gone hangup'), lines.indexOf('Ben is gone hangup')),
    );
    expect(lines.at(-1)).toBe('relay disconnected');
  });

  it('campaign gives each contact one result, and prints neither names nor numbers', () => {
    const { output } = outcomeOf('campaign');

    expect(told(output)).toContain(
      'campaign has 2 confirmed, 1 delivered, 1 voicemail, 2 texted, 1 doNotCall, 1 busy, 1 noAnswer',
    );
    expect(output).not.toMatch(/\+1555|Ann|Cleo/);
  });

  describe('fleet', () => {
    /** The numbers of a row of the table. */
    const row = (name: string): readonly number[] => {
      const line = outcomeOf('fleet')
        .output.split('\n')
        .find((each) => each.startsWith(name));
      return (line ?? '').split(/ {2,}/).slice(1).map(Number);
    };
    const about = (name: string): string[] =>
      told(outcomeOf('fleet').output).filter((line) => line.startsWith(name));

    it('serves every call, but for those that a killed worker had', () => {
      const [offered, answered, completed, passedOn, lost] = row('in all') as [
        number,
        number,
        number,
        number,
        number,
      ];

      expect([offered, answered, completed + lost]).toEqual([150, 150, 150]);
      const rows = ['worker-1', 'worker-2 (drained)', 'worker-3 (killed'].map(row);
      expect(rows.map(([, , , , own]) => own)).toEqual([0, 0, lost]);
      expect(rows.map(([, , , own = NaN]) => own > 0)).toEqual([false, true, true]);
      expect(rows.reduce((sum, [, , , own = NaN]) => sum + own, 0)).toBe(passedOn);
    });

    it('lets the calls of a drained worker end before that does, and tells of those of the killed one', () => {
      const lost = row('worker-3 (killed')[4];

      expect(about('worker-2')).toEqual([
        expect.stringMatching(/^worker-2 SIGTERM it talks to [1-9]\d*$/),
        'worker-2 exit 0',
      ]);
      expect(about('worker-3')).toEqual([expect.stringMatching(/^worker-3 SIGKILL it talks to [1-9]\d*$/)]);
      expect(about('relay')).toEqual([
        expect.stringMatching(
          new RegExp(`^relay session lost worker-3: ${lost} calls ended, [1-9]\\d* ring on$`),
        ),
      ]);
    });
  });
});

describe('the demos of the guides', () => {
  const names = readdirSync('demos/guides').map((file) => file.replace('.ts', ''));
  const outcomes = new Map<string, Outcome>();

  beforeAll(async () => {
    await Promise.all(names.map(async (name) => outcomes.set(name, await start(`guides/${name}`).ended)));
  }, LIMIT);

  it.each(names)('%s ends by itself, as it should', (name) => {
    expect(outcomes.get(name)).toEqual({ code: 0, output: expect.stringMatching(/^As it should be: /m) });
  });

  it('account-and-pin never prints the PIN', () => {
    expect(outcomes.get('account-and-pin')?.output).not.toMatch(/4711|1234/);
  });
});

describe('the fleet', () => {
  it(
    'says what is wrong with its arguments, and starts nothing',
    async () => {
      const wrong = await start('fleet', {}, ['--workers', '2']).ended;

      expect(wrong).toEqual({ code: 1, output: "--workers is a whole number from 3 to 64, not '2'\n" });
    },
    LIMIT,
  );
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
    'saves a message whose caller hung up, also when it is interrupted meanwhile',
    async () => {
      await using simulator = await RelaySimulator.listen({
        ...account,
        wordsPerMinute: 6000,
        lateResults: 1000,
      });
      const demo = start('voicemail', environment(simulator.host));
      const caller = simulator.call({ context: 'office', script: [{ hear: 'leave a message' }] });
      await firstValueFrom(
        simulator.frames$.pipe(filter(({ frame }) => JSON.stringify(frame).includes('"recording"'))),
      );
      caller.hangUp();
      demo.interrupt();
      const { code, output } = await demo.ended;

      expect(told(output)).toContainEqual(expect.stringMatching(/^app saves https:/));
      expect(told(output).at(-1)).toBe('relay disconnected');
      expect(code).toBe(0);
    },
    LIMIT,
  );

  it(
    'makes its calls, and ends by itself',
    async () => {
      await using simulator = await RelaySimulator.listen({ ...account, wordsPerMinute: 6000 });
      simulator.callee({ to: '+15550111', after: 0, script: [{ hear: 'Press 1' }, { press: '1' }] });
      simulator.callee({ to: '+15550112', after: 0, answer: 'busy' });
      const { code, output } = await start('reminder', {
        ...environment(simulator.host),
        REMINDER_FROM: '+15550110',
        REMINDER_TO: '+15550111, +15550112',
      }).ended;

      expect(told(output)).toContain('...0111 has confirmed');
      expect(told(output)).toContain('...0112 message is delivered');
      expect(told(output).at(-1)).toBe('relay disconnected');
      expect(code).toBe(0);
    },
    LIMIT,
  );

  it(
    'hangs up whom it is talking to when it is interrupted',
    async () => {
      await using simulator = await RelaySimulator.listen(account);
      simulator.callee({ to: '+15550111', after: 0 });
      const dialled = firstValueFrom(simulator.dialled$);
      const demo = start('reminder', {
        ...environment(simulator.host),
        REMINDER_FROM: '+15550110',
        REMINDER_TO: '+15550111',
      });
      const callee = await dialled;
      await heard(callee);
      demo.interrupt();
      await gone(callee);
      const { code, output } = await demo.ended;

      expect(callee.endReason).toBe('hangup');
      expect(told(output).at(-1)).toBe('relay disconnected');
      expect(code).toBe(0);
    },
    LIMIT,
  );

  it(
    'says which numbers it needs, and calls nobody without them',
    async () => {
      const needs = { reminder: 'REMINDER_FROM and REMINDER_TO', bridge: 'BRIDGE_FROM and BRIDGE_AGENT' };
      const without = Object.keys(needs).map((name) => start(name, environment('relay.invalid')).ended);

      expect(await Promise.all(without)).toEqual(
        Object.values(needs).map((missing) => ({
          code: 1,
          output: `For real calls this demo needs ${missing} in the environment.\n`,
        })),
      );
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
