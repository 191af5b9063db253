import { Subject, concat, of, throwError, type Observable } from 'rxjs';
import { DialError, RelayConnectionError, RelayError, type RelayClient } from 'relay-rx';
import type { CalleeOptions } from 'relay-rx/simulator';
import { callContact } from '../../demos/campaign/call-contact.js';
import { Campaign, LostJobError, type CampaignSettings } from '../../demos/campaign/campaign.js';
import type { Contact, Result } from '../../demos/campaign/contact.js';
import type { Job, Progress, Step } from '../../demos/campaign/queue.js';
import { marbles } from '../support/marbles.js';

const { runCaller } = marbles();

const ann: Contact = {
  id: '1',
  name: 'Ann',
  phone: '+15550109',
  timeZone: 'UTC',
  window: { from: 0, to: 1440 },
  mayText: true,
};

describe('a call to somebody who', () => {
  const press = (key: string) => ({ script: [{ hear: 'reminder' }, { wait: 500 }, { press: key }] });
  const hangUpAfter = (ms: number) => ({
    script: [{ hear: 'reminder' }, { wait: ms }, { hangUp: true as const }],
  });

  it.each<[string, Omit<CalleeOptions, 'to'>, string]>([
    ['presses 1', press('1'), 'confirmed'],
    ['presses 9', press('9'), 'doNotCall'],
    [
      'presses something else, and then 1',
      { script: [{ hear: 'reminder' }, { press: '5' }, { hear: 'Sorry' }, { press: '1' }] },
      'confirmed',
    ],
    ['listens and presses nothing', {}, 'delivered'],
    ['hangs up before anything is said', { script: [{ wait: 300 }, { hangUp: true }] }, 'hungUp'],
    ['hangs up in the message', hangUpAfter(500), 'hungUp'],
    ['hangs up after the message', hangUpAfter(12_000), 'delivered'],
    ['is a machine', { answer: 'machine', greeting: 'Leave me a message.' }, 'voicemail'],
    ['is a machine that cuts the message off', { answer: 'machine', ...hangUpAfter(500) }, 'hungUp'],
    ['is busy', { answer: 'busy' }, 'busy'],
    ['declines', { answer: 'decline' }, 'noAnswer'],
    ['does not answer', { answer: 'noAnswer' }, 'noAnswer'],
  ])('%s is reported so', (_, behaviour, kind) => {
    const seen: string[] = [];
    runCaller(({ client, simulator }) => {
      simulator.callee({ ...behaviour, to: ann.phone });
      callContact(client, ann, { from: '+15550100', ring: 20, beepWithin: 30_000 }).subscribe((report) =>
        seen.push(report.kind),
      );
    });
    expect(seen.at(-1)).toBe(kind);
  });
});

describe('the job of a contact', () => {
  const settings: CampaignSettings = {
    from: '+15550100',
    ring: 20,
    beepWithin: 30_000,
    attempts: 3,
    retryDelay: 1000,
    longestDelay: 1500,
    redialUnknown: false,
  };

  interface Situation {
    readonly contact?: Partial<Contact>;
    readonly progress?: Progress;
    readonly dialled?: Observable<never>;
    readonly text?: string;
    readonly settings?: Partial<CampaignSettings>;
    readonly refused?: readonly string[];
    /** Whether the job is still this worker's, one look after the other. */
    readonly mine?: readonly boolean[];
  }

  const handle = async (given: Situation) => {
    const log: string[] = [];
    let saved = given.progress ?? { calls: 0 };
    const mine = [...(given.mine ?? [])];
    const job: Job = {
      contact: { ...ann, ...given.contact },
      progress: saved,
      save: (progress) => {
        log.push(`saves ${progress.sending ?? progress.result?.outcome ?? 'progress'}`);
        saved = progress;
        return Promise.resolve();
      },
      isMine: () => Promise.resolve(mine.shift() ?? true),
    };
    const client = {
      dial: () => {
        log.push('dials');
        return given.dialled ?? throwError(() => new DialError('busy', 'busy'));
      },
      sendMessage: () => {
        log.push('texts');
        return given.text === undefined
          ? throwError(() => new RelayError('402', 'no credit', 'messaging.send'))
          : of({ messageState: 'queued' }, { messageState: given.text, reason: 'theirs' });
      },
    } as unknown as RelayClient;
    const results: Result[] = [];
    const campaign = new Campaign({
      client,
      doNotCall: {
        has: (phone) => Promise.resolve(given.refused?.includes(phone) ?? false),
        add: () => Promise.resolve(),
      },
      settings: { ...settings, ...given.settings },
      onHalt: () => log.push('halts'),
      onResult: (_, result) => results.push(result),
    });
    const step: Step | Error = await campaign.handle(job).catch((error: unknown) => error as Error);
    return { step, log, saved, results };
  };
  const outcome = (name: string, detail: unknown = expect.any(String)) => ({
    result: expect.objectContaining({ outcome: name, detail }) as Result,
  });

  it('is announced before the call is sent, and finished with what is known', async () => {
    const { step, log } = await handle({ settings: { attempts: 1 }, text: 'delivered' });
    expect(step).toEqual(outcome('texted', 'busy'));
    expect(log).toEqual(['saves call', 'dials', 'saves text', 'texts', 'saves texted']);
  });

  it('comes again later after a busy line, each time later up to a limit, and then is texted', async () => {
    const first = await handle({});
    expect(first.step).toEqual({ again: 1000 });
    expect(first.saved).toMatchObject({ calls: 1, missed: 'busy' });
    expect(first.results).toEqual([]);
    const due = { ...first.saved, notBefore: 0 };
    expect((await handle({ progress: due })).step).toEqual({ again: 1500 });
    expect((await handle({ progress: { ...due, calls: 2 }, text: 'undelivered' })).step).toEqual(
      outcome('busy', 'text message undelivered theirs'),
    );
    expect((await handle({ progress: { ...due, calls: 2 } })).step).toEqual(
      outcome('busy', 'text message: no credit'),
    );
    expect((await handle({ progress: { ...due, calls: 2 }, contact: { mayText: false } })).step).toEqual(
      outcome('busy'),
    );
  });

  it.each<[string, Situation, unknown]>([
    [
      'has a result already',
      {
        progress: {
          calls: 1,
          sending: 'call',
          result: { outcome: 'confirmed', detail: '', calls: 1, at: 5 },
        },
      },
      outcome('confirmed'),
    ],
    [
      'was announced by a worker that was lost',
      { progress: { calls: 1, sending: 'call' } },
      outcome('unknown'),
    ],
    [
      'was being texted by a worker that was lost',
      { progress: { calls: 3, sending: 'text', missed: 'busy' } },
      outcome('busy', 'a text message may have been sent'),
    ],
    ['is on the list of those who are not called', { refused: [ann.phone] }, outcome('doNotCall')],
    [
      'is not to be called yet',
      { progress: { calls: 1, notBefore: Number.MAX_SAFE_INTEGER } },
      { again: expect.any(Number) as number },
    ],
  ])('calls nobody who %s', async (_, given, step) => {
    const handled = await handle(given);
    expect(handled.step).toEqual(step);
    expect(handled.log).not.toContain('dials');
    expect(handled.log).not.toContain('texts');
  });

  it('calls nobody outside of the calling window', async () => {
    const minute = new Date().getUTCHours() * 60 + new Date().getUTCMinutes();
    const window = { from: (minute + 120) % 1440, to: (minute + 180) % 1440 };
    const { step, log } = await handle({ contact: { window } });
    expect(log).toEqual([]);
    expect((step as { again: number }).again).toBeGreaterThan(110 * 60_000);
    expect((step as { again: number }).again).toBeLessThanOrEqual(120 * 60_000);
  });

  it('calls again who may have been called, when that is asked for', async () => {
    const { log } = await handle({
      progress: { calls: 1, sending: 'call' },
      settings: { redialUnknown: true },
    });
    expect(log).toContain('dials');
  });

  it.each([[[false]], [[true, false]]])('sends nothing when another worker has it: %j', async (mine) => {
    const { step, log } = await handle({ mine });
    expect(step).toBeInstanceOf(LostJobError);
    expect(log).not.toContain('dials');
  });

  it('does not count a call that was not made, and halts the campaign where none can be made', async () => {
    const refused = (code: string) => throwError(() => new RelayError(code, 'no', 'calling.dial'));
    const noCredit = await handle({ dialled: refused('402') });
    expect(noCredit).toMatchObject({ step: { again: 2000 }, saved: { calls: 0 }, results: [] });
    expect(noCredit.log).toContain('halts');
    const unsent = await handle({ dialled: throwError(() => new RelayConnectionError('away')) });
    expect(unsent).toMatchObject({ step: { again: 2000 }, saved: { calls: 0 } });
    expect(unsent.log).not.toContain('halts');
    expect((await handle({ dialled: refused('400') })).step).toEqual(outcome('failed', 'no'));
  });

  it('is unknown when nobody can say whether it was called', async () => {
    const dialled = throwError(() => new RelayConnectionError('away', { delivery: 'unknown' }));
    expect((await handle({ dialled })).step).toEqual(outcome('unknown', 'away'));
    const closed = new Subject<never>();
    closed.complete();
    expect((await handle({ dialled: concat(closed) })).step).toEqual(
      outcome('unknown', 'the client was closed'),
    );
  });
});
