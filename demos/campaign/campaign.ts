// The steps of a contact's job: whether to call now, the result of a call, and whether to call again.
import type { RelayClient } from 'relay-rx';
import { TimeoutError, concatMap, lastValueFrom, takeUntil, tap, throwIfEmpty, timer } from 'rxjs';
import { MESSAGE, callContact, type CallReport, type CallSettings } from './call-contact.js';
import { untilOpen } from './calling-window.js';
import type { Contact, Outcome, Result } from './contact.js';
import type { DoNotCall, Job, Progress, Step } from './queue.js';

export interface CampaignSettings extends CallSettings {
  /** The most calls to one contact. */
  readonly attempts: number;
  /** The delay before the second call, in ms; it doubles for each further one, up to `longestDelay`. */
  readonly retryDelay: number;
  readonly longestDelay: number;
  /** Whether to call contacts again that a lost worker may have called already. */
  readonly redialUnknown: boolean;
}

export interface CampaignParts {
  readonly client: RelayClient;
  readonly doNotCall: DoNotCall;
  readonly settings: CampaignSettings;
  /** No call can be made now: the campaign must be paused. */
  readonly onHalt: (reason: string) => void;
  readonly onResult: (contact: Contact, result: Result) => void;
}

/** The delay before the retry of a call that was not made, in ms. */
const SOON = 2_000;
/** How long a text message may take to be delivered, in ms. */
const DELIVERY = 60_000;

/** This worker was away for so long that another worker has its contact. It does nothing more for it. */
export class LostJobError extends Error {
  override readonly name = 'LostJobError';

  constructor() {
    super('Another worker has this contact in hand');
  }
}

export class Campaign {
  readonly #parts: CampaignParts;

  constructor(parts: CampaignParts) {
    this.#parts = parts;
  }

  readonly handle = async (job: Job): Promise<Step> => {
    const step = await this.#handle(job);
    if ('result' in step) this.#parts.onResult(job.contact, step.result);
    return step;
  };

  async #handle(job: Job): Promise<Step> {
    const { contact, progress } = job;
    const { doNotCall, settings } = this.#parts;
    // A worker found this result, and was lost before it could finish the job.
    if (progress.result !== undefined) return { result: progress.result };
    if (progress.sending === 'text')
      return this.#finish(job, progress, progress.missed ?? 'noAnswer', 'a text message may have been sent');
    if (progress.sending === 'call' && !settings.redialUnknown)
      return this.#finish(job, progress, 'unknown', 'the worker was lost in the call');
    if (await doNotCall.has(contact.phone))
      return this.#finish(job, progress, 'doNotCall', 'on the list of those who are not called');
    // Checked now, and not only when the job was added: the job may have waited since.
    const now = Date.now();
    const wait = Math.max(untilOpen(contact, now), (progress.notBefore ?? 0) - now);
    return wait > 0 ? { again: wait } : this.#call(job);
  }

  async #call(job: Job): Promise<Step> {
    const announced: Progress = { calls: job.progress.calls + 1, sending: 'call' };
    await this.#announce(job, announced);
    let report: CallReport | undefined;
    const reports$ = callContact(this.#parts.client, job.contact, this.#parts.settings).pipe(
      tap((each) => (report = each)),
      // Each report is stored at once: the worker may be lost before the call is over.
      concatMap((each) => this.#keep(job, announced, each)),
    );
    await lastValueFrom(reports$, { defaultValue: undefined });
    return this.#afterCall(job, announced, report ?? { kind: 'unknown', detail: 'the client was closed' });
  }

  async #afterCall(job: Job, announced: Progress, report: CallReport): Promise<Step> {
    const { settings, onHalt } = this.#parts;
    switch (report.kind) {
      case 'confirmed':
      case 'delivered':
      case 'voicemail':
      case 'doNotCall':
        return this.#finish(job, announced, report.kind, '');
      case 'unknown':
        return this.#finish(job, announced, 'unknown', report.detail);
      case 'notMade':
        if (report.isAccount) onHalt(report.detail);
        // This attempt does not count.
        await job.save({ ...announced, calls: announced.calls - 1, sending: undefined });
        return { again: SOON };
      case 'failed':
        return this.#finish(job, announced, 'failed', report.detail);
      case 'hungUp':
        return this.#text(job, { ...announced, missed: 'failed' }, report.detail);
      case 'busy':
      case 'noAnswer': {
        const missed: Progress = { calls: announced.calls, missed: report.kind };
        if (missed.calls >= settings.attempts) return this.#text(job, missed, report.detail);
        const again = Math.min(settings.retryDelay * 2 ** (missed.calls - 1), settings.longestDelay);
        await job.save({ ...missed, notBefore: Date.now() + again });
        return { again };
      }
    }
  }

  /** Sends a text message after the last call that reached nobody. */
  async #text(job: Job, missed: Progress, detail: string): Promise<Step> {
    const outcome = missed.missed ?? 'noAnswer';
    const { phone, mayText } = job.contact;
    if (!mayText) return this.#finish(job, missed, outcome, detail);
    await this.#announce(job, { ...missed, sending: 'text' });
    try {
      const message = this.#parts.client.sendMessage({
        toNumber: phone,
        fromNumber: this.#parts.settings.from,
        body: MESSAGE,
      });
      const last$ = message.pipe(
        takeUntil(timer(DELIVERY)),
        throwIfEmpty(() => new TimeoutError()),
      );
      const { messageState, reason = '' } = await lastValueFrom(last$);
      // Not every carrier reports a delivery.
      if (messageState === 'delivered' || messageState === 'sent')
        return await this.#finish(job, missed, 'texted', outcome);
      return await this.#finish(job, missed, outcome, `text message ${messageState} ${reason}`.trim());
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      return this.#finish(job, missed, outcome, `text message: ${what}`);
    }
  }

  /** Stores that something is about to be sent, so that no other worker sends it again if this one is lost. */
  async #announce(job: Job, progress: Progress): Promise<void> {
    if (!(await job.isMine())) throw new LostJobError();
    await job.save(progress);
    // Checked again after that: a worker that was suspended in between must send nothing.
    if (!(await job.isMine())) throw new LostJobError();
  }

  async #keep(job: Job, announced: Progress, { kind }: CallReport): Promise<void> {
    if (kind === 'doNotCall') await this.#parts.doNotCall.add(job.contact.phone);
    if (kind !== 'confirmed' && kind !== 'delivered' && kind !== 'voicemail' && kind !== 'doNotCall') return;
    await job.save({ ...announced, result: resultOf(announced, kind, '') });
  }

  async #finish(job: Job, progress: Progress, outcome: Outcome, detail: string): Promise<Step> {
    const result = resultOf(progress, outcome, detail);
    await job.save({ ...progress, sending: undefined, result });
    return { result };
  }
}

const resultOf = ({ calls }: Progress, outcome: Outcome, detail: string): Result => ({
  outcome,
  detail,
  calls,
  at: Date.now(),
});
