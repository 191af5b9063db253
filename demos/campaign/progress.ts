// The progress of a campaign, on the terminal. Names and numbers are not printed: a contact is shown by its id.
import type { Line } from '../support/log.js';
import { OUTCOMES, type Finished } from './contact.js';
import type { CampaignQueue, Counts } from './queue.js';

export const wordsOf = ({ done, total, active, later, isPaused }: Counts): string => {
  const waiting = total - done - active - later;
  const parts = [
    `${done} of ${total} done`,
    `${active} in calls`,
    `${waiting} waiting`,
    `${later} to be called later`,
  ];
  return parts.join(', ') + (isPaused ? '. Paused' : '');
};

/** The number of each outcome, in a fixed order. */
export const tallyOf = (finished: readonly Finished[]): string =>
  OUTCOMES.map(
    (outcome) => [outcome, finished.filter(({ result }) => result.outcome === outcome).length] as const,
  )
    .filter(([, number]) => number > 0)
    .map(([outcome, number]) => `${number} ${outcome}`)
    .join(', ');

/** The time between two reads of the queue, and between two lines, in ms. */
const LOOK = 250;
const TELL = 1_000;

/** Prints the progress until every job is done, or `ended` is settled. */
export const follow = async (queue: CampaignQueue, line: Line, ended: Promise<unknown>): Promise<void> => {
  const life = new AbortController();
  const end = (): void => life.abort();
  const over = ended.then(end, end);
  let told = -Infinity;
  let latest = '';
  for (;;) {
    const counts = await queue.counts();
    const words = wordsOf(counts);
    const isDone = counts.total > 0 && counts.done === counts.total;
    if (words !== latest && (isDone || performance.now() - told >= TELL)) {
      line('campaign', 'stands at', words);
      told = performance.now();
      latest = words;
    }
    if (isDone || life.signal.aborted) return;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([over, new Promise((resolve) => (timer = setTimeout(resolve, LOOK)))]);
    clearTimeout(timer);
  }
};
