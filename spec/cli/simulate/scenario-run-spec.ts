/* eslint-disable no-control-regex -- a terminal is written to */
import { EventEmitter } from 'node:events';
import { eachCall, tts } from 'relay-rx';
import { Subject, concat, ignoreElements } from 'rxjs';
import { performScenario, type ScenarioRun } from '../../../lib/cli/simulate/scenario-run.js';
import { readScenario } from '../../../lib/cli/simulate/scenario/scenario.js';
import type { Keyboard } from '../../../lib/cli/terminal-keys.js';
import { Stage } from './support.js';

jest.setTimeout(60_000);

/** A keyboard that a spec presses. */
class Keys extends EventEmitter implements Keyboard {
  readonly did: unknown[] = [];
  setRawMode(isRaw: boolean): void {
    this.did.push(isRaw);
  }
  resume(): void {
    this.did.push('resume');
  }
  pause(): void {
    this.did.push('pause');
  }
  press(keys: string): void {
    this.emit('data', Buffer.from(keys));
  }
}

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open({ speed: 1 });
  const client = await stage.client();
  client.calls$
    .pipe(
      eachCall((call) => concat(call.answer().pipe(ignoreElements()), call.play({ media: [tts('Hello.')] }))),
    )
    .subscribe();
});
afterAll(() => stage.close());

/** A scenario that runs on a terminal. */
function onTerminal(caller: object, more: Partial<ScenarioRun> = {}) {
  const keyboard = new Keys();
  const stop$ = new Subject<void>();
  let written = '';
  const waiting: (() => void)[] = [];
  const passed = performScenario(stage.simulation, {
    file: 'callers.yaml',
    plan: readScenario({ callers: [{ context: 'default', ...caller }] }, () => []),
    junit: undefined,
    quiet: false,
    stderr: (text) => {
      written += text;
      for (const look of waiting.splice(0)) look();
    },
    isTerminal: true,
    keyboard,
    interrupt: () => stop$.next(),
    interrupted$: stop$,
    ...more,
  });
  const shows = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(written)) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return { keyboard, passed, shows, written: () => written };
}

const FOR_EVER = { count: 10_000, perSecond: 2, script: [{ hear: 'Hello' }] };

describe('a scenario on a terminal', () => {
  it('shows its progress in one line, which is gone when it is over', async () => {
    const { passed, shows, written } = onTerminal({ script: [{ hear: 'Hello' }, { wait: 700 }] });
    await shows(/\r\u001b\[K1 of 1 calls begun, 1 up, 0 over, 0 failed$/);

    expect(await passed).toBe(true);
    expect(written()).toMatch(/\r\u001b\[Kcallers\.yaml: 1 call in [\d.]+ s: 1 passed\n[^\r]*$/);
  });

  it('takes + and - for its rate, and gives the keyboard back', async () => {
    const { keyboard, passed, shows } = onTerminal(FOR_EVER);
    await shows(/rate x 1\.00 \(\+ -\)$/);
    keyboard.press('+');
    await shows(/rate x 1\.25 \(\+ -\)$/);
    keyboard.press('+=');
    await shows(/rate x 1\.95 \(\+ -\)$/);
    keyboard.press('----x');
    await shows(/rate x 0\.80 \(\+ -\)$/);
    expect(keyboard.did).toEqual([true, 'resume']);
    keyboard.press('\u0003');

    expect(await passed).toBe(false);
    expect(keyboard.did).toEqual([true, 'resume', false, 'pause']);
    expect(keyboard.listenerCount('data')).toBe(0);
  });

  it('has no keys where there is no rate, or no keyboard', async () => {
    const all = onTerminal({ script: [{ wait: 700 }] });
    await all.shows(/0 failed$/);
    const none = onTerminal({ perSecond: 1, script: [{ wait: 700 }] }, { keyboard: undefined });
    await none.shows(/0 failed$/);

    expect([await all.passed, await none.passed]).toEqual([true, true]);
  });

  it('shows nothing with --quiet, nor where stderr is no terminal, but for the summary', async () => {
    const caller = { script: [{ hear: 'Hello' }, { wait: 600 }] };
    const quiet = onTerminal(caller, { quiet: true });
    const piped = onTerminal(caller, { isTerminal: false });

    expect([await quiet.passed, await piped.passed]).toEqual([true, true]);
    expect(quiet.written()).toBe('');
    expect(piped.written()).toMatch(/^callers\.yaml: 1 call in /);
    expect([...quiet.keyboard.did, ...piped.keyboard.did]).toEqual([]);
  });
});
