import { NEVER, Observable, of } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { Pace } from '../../../lib/cli/simulate/scenario/pace.js';
import { runScenario, type ScenarioEvent } from '../../../lib/cli/simulate/scenario/run-scenario.js';
import { runScript } from '../../../lib/cli/simulate/scenario/run-script.js';
import { readScenario, type Row } from '../../../lib/cli/simulate/scenario/scenario.js';
import { similarityOf } from '../../../lib/cli/simulate/scenario/similarity.js';
import type { Step } from '../../../lib/cli/simulate/scenario/step.js';
import type { Caller } from '../../../lib/simulator/call/caller.js';

const PROMPT = 'Press 1 for sales, 2 for support.';
const MEDIA = {
  p: { kind: 'tts', text: PROMPT },
  q: { kind: 'tts', text: 'Goodbye.' },
  s: { kind: 'silence' },
};

/** A caller whose side of the call is marbles, and what the script has them do, as `name@ms`. */
interface Line {
  readonly heard?: string;
  /** `a` answered, `e` ended. */
  readonly state?: string;
  readonly transferred?: string;
}

/** Values, the error and acts of a script, in virtual time. */
function scripted(steps: readonly Step[], line: Line) {
  const scheduler = new TestScheduler(() => undefined);
  const acts: string[] = [];
  const done: { readonly at: number; readonly warning: string | undefined }[] = [];
  const outcome: { failure?: string; completedAt?: number } = {};
  scheduler.run(({ hot }) => {
    const heard$ = line.heard === undefined ? NEVER : hot(line.heard, MEDIA);
    const transferredTo$ = line.transferred === undefined ? NEVER : hot(line.transferred, { t: 'sales' });
    let state = 'answered';
    const state$ = new Observable<string>((subscriber) => {
      subscriber.next(state);
      return hot(line.state ?? '-', { e: 'ended' }).subscribe((next) => {
        state = next;
        subscriber.next(next);
        subscriber.complete();
      });
    });
    state$.subscribe();
    const act = (name: string) => () => void acts.push(`${name}@${scheduler.now()}`);
    const caller = {
      heard$,
      state$,
      transferredTo$,
      get state() {
        return state;
      },
      get endReason() {
        return state === 'ended' ? 'hangup' : undefined;
      },
      press: (keys: string) => act(`press ${keys}`)(),
      say: (words: string) => act(`say ${words}`)(),
      mumble: act('mumble'),
      hangUp: act('hang up'),
    } as unknown as Caller;
    runScript(caller, steps, scheduler).subscribe({
      next: ({ warning }) => done.push({ at: scheduler.now(), warning }),
      error: (error: unknown) => (outcome.failure = `${(error as Error).message} @${scheduler.now()}`),
      complete: () => (outcome.completedAt = scheduler.now()),
    });
  });
  return { acts, done, ...outcome };
}

describe('a script', () => {
  it('waits for a part of what is heard, for all of it, or for something like it', () => {
    const steps = (hear: Extract<Step, { hear: unknown }>['hear']): readonly Step[] => [
      { hear, within: 1000 },
    ];
    const heard = '100ms p';

    for (const phrase of [
      'Press 1',
      { exactly: PROMPT },
      { like: 'press one for sales, two for support', similarity: 0.8 },
    ])
      expect(scripted(steps(phrase), { heard })).toMatchObject({ completedAt: 100 });
    for (const phrase of [
      'press 1',
      { exactly: 'Press 1' },
      { like: 'press one for sales, two for support', similarity: 0.95 },
    ])
      expect(scripted(steps(phrase), { heard }).failure).toMatch(
        /^step 1, hear .*: not within 1000 ms; the call is answered, and heard was "Press 1 for sales, 2 for support\." @1000$/,
      );
  });

  it('compares texts without regard to case, punctuation and blanks', () => {
    expect(similarityOf('Press 1, please!', ' press  1 PLEASE')).toBe(1);
    expect(similarityOf('', '...')).toBe(1);
    expect(similarityOf('abcd', 'abxd')).toBe(0.75);
    expect(similarityOf('abcd', '')).toBe(0);
    expect(similarityOf('für Ännchen', 'FÜR ÄNNCHEN')).toBe(1);
  });

  it('takes 200 ms to act upon what is heard, and no time otherwise', () => {
    expect(
      scripted(
        [
          { hear: 'Press 1' },
          { press: '1' },
          { say: 'x' },
          { wait: 50 },
          { mumble: true },
          { hear: 'Good' },
          { hangUp: true },
        ],
        { heard: '100ms p 499ms q' },
      ).acts,
    ).toEqual(['press 1@300', 'say x@300', 'mumble@350', 'hang up@800']);
  });

  it('hears what began during a wait, and each medium once', () => {
    expect(
      scripted([{ wait: 500 }, { hear: 'Press 1' }, { hear: 'Press 1', within: 2000 }], {
        heard: '100ms p 899ms p',
      }),
    ).toMatchObject({ done: [{ at: 500 }, { at: 500 }, { at: 1000 }] });
  });

  it('warns of what takes longer than warnAfter, and fails at within', () => {
    const hear = { hear: 'Press 1', warnAfter: 500, within: 1000 };

    expect(scripted([hear], { heard: '500ms p' }).done).toEqual([{ at: 500, warning: undefined }]);
    expect(scripted([hear], { heard: '501ms p' }).done).toEqual([
      { at: 501, warning: 'step 1, hear "Press 1": took 501 ms, more than 500 ms' },
    ]);
    expect(scripted([hear], { heard: '999ms p' }).done).toHaveLength(1);
    expect(scripted([hear], { heard: '1001ms p' })).toMatchObject({
      done: [],
      failure:
        'step 1, hear "Press 1": not within 1000 ms; the call is answered, and nothing was heard @1000',
    });
  });

  it('counts both limits from the step before', () => {
    expect(
      scripted([{ hear: 'Press 1' }, { hear: 'Good', within: 1000, warnAfter: 100 }], {
        heard: '5s p 499ms q',
      }).done,
    ).toEqual([
      { at: 5000, warning: undefined },
      { at: 5500, warning: 'step 2, hear "Good": took 500 ms, more than 100 ms' },
    ]);
  });

  it('waits for a minute where it does not say', () => {
    expect(scripted([{ hear: 'Press 1' }], {}).failure).toMatch(/not within 60000 ms.* @60000$/);
    expect(scripted([{ ended: true }], {}).failure).toBe('step 1, ended: not within 60000 ms @60000');
  });

  it('fails at once where the call has ended before it is heard', () => {
    expect(scripted([{ hear: 'Press 1' }], { heard: '50ms q 49ms |', state: '99ms e' }).failure).toBe(
      'step 1, hear "Press 1": did not happen; the call had ended (hangup), and heard was "Goodbye." @100',
    );
  });

  it('expects a transfer, and the right one', () => {
    const transferred = '300ms t';

    expect(scripted([{ transferredTo: 'sales' }], { transferred })).toMatchObject({ completedAt: 300 });
    expect(scripted([{ transferredTo: 'support' }], { transferred }).failure).toBe(
      'step 1, transferred to support: transferred to sales @300',
    );
    expect(scripted([{ transferredTo: 'sales', within: 200 }], { transferred }).failure).toMatch(
      /not within 200 ms/,
    );
  });

  it('expects the end, and the reason for it', () => {
    const state = '400ms e';

    expect(scripted([{ ended: true }], { state })).toMatchObject({ completedAt: 400 });
    expect(scripted([{ ended: 'hangup' }], { state })).toMatchObject({ completedAt: 400 });
    expect(scripted([{ ended: 'busy' }], { state }).failure).toBe(
      'step 1, ended with busy: ended with hangup @400',
    );
  });

  it('cannot act after the end, but for hanging up', () => {
    expect(scripted([{ wait: 200 }, { press: '1' }], { state: '100ms e' }).failure).toBe(
      'step 2, press 1: the call had ended (hangup) @200',
    );
    expect(scripted([{ wait: 200 }, { hangUp: true }], { state: '100ms e' })).toMatchObject({
      completedAt: 200,
    });
  });
});

/** When each call of a scenario begins, and the reports of all, in virtual time; every call lasts `lasts` ms. */
function played(
  form: object,
  { rows = [], pace = new Pace(), lasts = 1000 }: { rows?: readonly Row[]; pace?: Pace; lasts?: number } = {},
) {
  const scheduler = new TestScheduler(() => undefined);
  const begun: { readonly at: number; readonly from: string; readonly to: string }[] = [];
  const events: ScenarioEvent[] = [];
  let hangUps = 0;
  let completedAt: number | undefined;
  scheduler.run(() => {
    runScenario(
      readScenario({ callers: [{ context: 'default', script: [{ wait: lasts }], ...form }] }, () => rows),
      {
        place: ({ from, to }) => {
          begun.push({ at: scheduler.now(), from, to });
          const caller = {
            callId: `call-${begun.length}`,
            heard$: NEVER,
            state$: of('answered'),
            hangUp: () => (hangUps += 1),
          };
          return caller as unknown as Caller;
        },
        scheduler,
        pace,
      },
    ).subscribe({ next: (event) => events.push(event), complete: () => (completedAt = scheduler.now()) });
  });
  const reports = events.flatMap((event) => (event.kind === 'over' ? [event.report] : []));
  return { begun, reports, hangUps, completedAt };
}

describe('a scenario', () => {
  it('makes all of its calls at once where no rate is given, and each caller hangs up at the end', () => {
    const { begun, reports, hangUps, completedAt } = played({ count: 50 });

    expect(begun.map(({ at }) => at)).toEqual(Array.from({ length: 50 }, () => 0));
    expect(reports.map(({ number, failure, took }) => [number, failure, took])).toEqual(
      Array.from({ length: 50 }, (_, index) => [index + 1, undefined, 1000]),
    );
    expect([hangUps, completedAt]).toEqual([50, 1000]);
  });

  it('begins so many calls each second as it says', () => {
    expect(played({ count: 4, perSecond: 4 }).begun.map(({ at }) => at)).toEqual([0, 250, 500, 750]);
  });

  it('is faster and slower as its pace is, up to 64 times', () => {
    const pace = new Pace();
    pace.faster();
    expect(played({ count: 3, perSecond: 1 }, { pace }).begun.map(({ at }) => at)).toEqual([0, 800, 1600]);
    pace.slower();
    pace.slower();
    expect(played({ count: 3, perSecond: 1 }, { pace }).begun.map(({ at }) => at)).toEqual([0, 1250, 2500]);
    for (let press = 0; press < 100; press += 1) pace.faster();
    expect(pace.factor).toBe(64);
    for (let press = 0; press < 100; press += 1) pace.slower();
    expect(pace.factor).toBe(1 / 64);
  });

  it('makes a call for each row of its data, and begins again with the first row when more calls are wanted', () => {
    const form = { data: 'numbers.csv', from: '{{ number }}', to: '+1{{number}}' };
    const rows = [{ number: '20' }, { number: '30' }];
    const callers = (more: object) =>
      played({ ...form, ...more }, { rows }).begun.map(({ from, to }) => [from, to]);

    expect(callers({})).toEqual([
      ['20', '+120'],
      ['30', '+130'],
    ]);
    expect(callers({ count: 3 })).toEqual([
      ['20', '+120'],
      ['30', '+130'],
      ['20', '+120'],
    ]);
  });

  it('goes on with the others when one of its callers fails', () => {
    const { reports } = played({ count: 2, perSecond: 1, script: [{ hear: 'x', within: 1500 }] });

    expect(reports).toMatchObject([
      { number: 1, took: 1500, failure: expect.stringMatching(/not within 1500 ms/) },
      { number: 2, took: 1500, failure: expect.stringMatching(/not within 1500 ms/) },
    ]);
  });
});
