import { alike, type Expectation, type Message } from './messages.js';
import { firstDifference, inWords } from './paths.js';
import { frame as at } from './show.js';

/** One side of the first difference, and how it is drawn. */
export interface Side {
  readonly message: Message | undefined;
  readonly mark: string | undefined;
}

/** Longer values are named by their letters. */
const SHORT = 40;

/** The first difference of two streams in words. `before` is the last notification before it. */
export function differenceInWords(
  expected: Side,
  actual: Side,
  before: Message | undefined,
  expectation: Expectation,
): string {
  const spoken = ({ message, mark = '?' }: Side): string => speak(message, mark, expectation);
  const { message: wanted } = expected;
  const { message: came } = actual;
  if (wanted === undefined) {
    return came === undefined
      ? 'Taken one by one, all are the same.'
      : `At ${at(came.frame)} nothing more was expected; ${spoken(actual)} came.`;
  }

  const due = `At ${at(wanted.frame)} ${spoken(expected)} was expected`;
  if (came === undefined) {
    return before === undefined
      ? `${due}; nothing came at all.`
      : `${due}; nothing came after ${at(before.frame)}.`;
  }
  if (alike(came.notification, wanted.notification, expectation))
    return `${due}; it came at ${at(came.frame)}.`;
  if (came.frame < wanted.frame)
    return `At ${at(came.frame)} nothing was expected yet, but ${spoken(expected)} at ${at(wanted.frame)}; what came was ${spoken(actual)}.`;
  if (came.frame > wanted.frame)
    return `${due}; what came next, at ${at(came.frame)}, was ${spoken(actual)}.`;
  const detail = detailOf(came, wanted, expectation);
  if (detail === undefined) return `${due}; ${spoken(actual)} came.`;
  return `At ${at(wanted.frame)} the ${expectation.noun} ${expected.mark ?? '?'} was expected; what came differs in ${detail}.`;
}

function speak(message: Message | undefined, mark: string, { noun, show }: Expectation): string {
  if (message === undefined) return 'nothing';
  const { notification } = message;
  if (notification.kind === 'C') return 'completion';
  if (notification.kind === 'E') return `the error ${show(notification.error)}`;
  const text = show(notification.value);
  return `the ${noun} ${text.length <= SHORT ? text : mark}`;
}

/** The path of a difference inside two values. */
function detailOf(came: Message, wanted: Message, { noun, view, same }: Expectation): string | undefined {
  if (came.notification.kind !== 'N' || wanted.notification.kind !== 'N') return undefined;
  const { value } = wanted.notification;
  const found = firstDifference(view(came.notification.value, value), value, same);
  if (found === undefined || found.path === '') return undefined;
  // Two requests of one method can differ only in their params.
  return inWords(noun === 'command' ? { ...found, path: found.path.replace(/^params\./, '') } : found);
}
