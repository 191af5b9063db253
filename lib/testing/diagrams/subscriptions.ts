import { draw, type Mark } from './draw.js';
import { report } from './report.js';
import { frame as at } from './show.js';

/** A subscription to a source, as RxJS logs it. */
export interface SubscriptionLog {
  readonly subscribedFrame: number;
  readonly unsubscribedFrame: number;
}

const MOMENTS = [
  ['subscribedFrame', 'subscription'],
  ['unsubscribedFrame', 'unsubscription'],
] as const;

/** The report of a source's subscriptions: each expected one above the actual one, and the first difference. */
export function subscriptionsReport(
  helper: string,
  actual: readonly SubscriptionLog[],
  expected: readonly SubscriptionLog[],
): string {
  const sides = Array.from({ length: Math.max(actual.length, expected.length) }, (_, index) => [
    ['expected', expected[index], index] as const,
    ['actual', actual[index], index] as const,
  ]).flat();
  // A missing subscription has no row.
  const drawing = draw(
    sides.map(([, log]) => marksOf(log)),
    () => '?',
  );
  const named = (name: string, index: number): string => (sides.length === 2 ? name : `${name} ${index + 1}`);
  return report(
    helper,
    sides.length === 0
      ? []
      : sides.map(([name, log, index], row) => [
          named(name, index),
          log === undefined ? '(none)' : drawing.rows[row],
        ]),
    [],
    inAWord(actual, expected),
  );
}

function marksOf(log: SubscriptionLog | undefined): readonly Mark[] {
  if (log === undefined) return [];
  return [
    { frame: log.subscribedFrame, mark: '^' },
    { frame: log.unsubscribedFrame, mark: '!' },
  ].filter(({ frame }) => frame !== Infinity);
}

function inAWord(actual: readonly SubscriptionLog[], expected: readonly SubscriptionLog[]): string {
  for (let index = 0; index < Math.max(actual.length, expected.length); index += 1) {
    const came = actual[index];
    const wanted = expected[index];
    for (const [key, moment] of MOMENTS) {
      const due = wanted?.[key] ?? Infinity;
      const done = came?.[key] ?? Infinity;
      if (due === done) continue;
      if (due === Infinity) return `At ${at(done)} there was ${article(moment)} that was not expected.`;
      const late = done === Infinity ? 'there was none' : `it came at ${at(done)}`;
      return `At ${at(due)} ${article(moment)} was expected; ${late}.`;
    }
  }
  return 'Taken one by one, all are the same.';
}

const article = (moment: string): string => `${moment.startsWith('u') ? 'an' : 'a'} ${moment}`;
