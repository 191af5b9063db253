// Checks a run against what the simulator saw.
import { FAREWELL, MESSAGE, THANKS } from '../call-contact.js';
import type { Contact, Finished, Outcome } from '../contact.js';
import type { Behaviour } from '../people.js';

/** A call, as the called person saw it. */
export interface CallSeen {
  readonly agent: string | undefined;
  readonly isLost: boolean;
  hasHeard(text: string): boolean;
}

export interface FleetCampaign {
  readonly contacts: readonly Contact[];
  readonly people: Readonly<Record<string, Behaviour>>;
  readonly finished: readonly Finished[];
  readonly calls: ReadonlyMap<string, readonly CallSeen[]>;
  readonly texts: ReadonlyMap<string, number>;
  readonly attempts: number;
  readonly rate: number;
  /** The most calls that started within one second. */
  readonly most: number;
  readonly drained: string | undefined;
  readonly killed: string | undefined;
  /** How each worker ended. */
  readonly exits: ReadonlyMap<string, string | undefined>;
}

/** What a contact with this result must have heard. */
const LAST_WORDS: Readonly<Partial<Record<Outcome, string>>> = {
  confirmed: THANKS,
  doNotCall: FAREWELL,
  delivered: MESSAGE,
  voicemail: MESSAGE,
};

function* oneResultEach({ contacts, finished }: FleetCampaign): Iterable<string> {
  const numbers = new Map<string, number>();
  for (const { contact } of finished) numbers.set(contact.id, (numbers.get(contact.id) ?? 0) + 1);
  for (const { id } of contacts) {
    const number = numbers.get(id) ?? 0;
    if (number !== 1) yield `${id} has ${number} results.`;
  }
  if (numbers.size > contacts.length)
    yield `${numbers.size} contacts have results, and there are ${contacts.length}.`;
}

function* whatTheyDid(run: FleetCampaign): Iterable<string> {
  const { people, finished, killed } = run;
  for (const { contact, result } of finished) {
    const calls = run.calls.get(contact.phone) ?? [];
    const last = calls.at(-1);
    const expected = people[contact.phone]?.outcome;
    const story = `${contact.id} is ${result.outcome}`;
    const isKilled = killed !== undefined && last?.agent === killed;
    // The worker announces a call before it sends it: it may have been killed in between.
    const mayBeUnknown = killed !== undefined && (isKilled || calls.length < result.calls);
    const wasTexting = killed !== undefined && result.detail.includes('may have been sent');
    if (result.outcome === 'unknown') {
      if (!mayBeUnknown)
        yield `${story}, and was last called by ${last?.agent ?? 'nobody'}, which was not killed.`;
    } else if (result.outcome !== expected && !(isKilled && result.outcome === 'delivered') && !wasTexting) {
      yield `${story}, and should be ${expected ?? 'nothing'}.`;
    } else {
      const words = LAST_WORDS[result.outcome];
      // The result of a lost call was known, but the thanks were not played any more.
      if (words !== undefined && last?.hasHeard(words) !== true && last?.isLost !== true)
        yield `${story}, and has not heard "${words}".`;
    }
    if (result.outcome === 'texted' && run.texts.get(contact.phone) !== 1)
      yield `${story}, and got no text message.`;
  }
}

function* nobodyTwice({
  contacts,
  people,
  calls,
  texts,
  attempts,
  finished,
}: FleetCampaign): Iterable<string> {
  const results = new Map(finished.map(({ contact, result }) => [contact.id, result]));
  for (const { id, phone } of contacts) {
    const number = calls.get(phone)?.length ?? 0;
    if (number > attempts) yield `${id} was called ${number} times.`;
    const counted = results.get(id)?.calls ?? 0;
    if (number > counted) yield `${id} was called ${number} times, and ${counted} of them were announced.`;
    const wanted = people[phone]?.calls.length ?? 1;
    if (people[phone]?.outcome === 'confirmed' && number > wanted)
      yield `${id} was called ${number} times, and was reached at call ${wanted}.`;
    if ((texts.get(phone) ?? 0) > 1) yield `${id} was sent ${texts.get(phone) ?? 0} text messages.`;
  }
}

function* workersEnd({ exits, killed, drained, calls }: FleetCampaign): Iterable<string> {
  if (drained === undefined) yield 'No worker was drained.';
  if (killed === undefined) yield 'No worker was killed.';
  for (const [worker, exit] of exits) {
    const wanted = worker === killed ? 'SIGKILL' : 'exit 0';
    if (exit !== wanted)
      yield `${worker} ended with ${exit ?? 'nothing: it still runs'}, not with ${wanted}.`;
  }
  const lost = [...calls.values()].flat().filter((call) => call.isLost && call.agent !== killed);
  if (lost.length > 0) yield `${lost.length} calls were lost by workers that were not killed.`;
}

function* atThePace({ most, rate }: FleetCampaign): Iterable<string> {
  // The queue starts one in so many ms; the way from there to RELAY takes more or less time.
  const allowed = Math.ceil(rate * 1.25) + 1;
  if (most > allowed) yield `${most} calls began within a second, and ${rate} were allowed.`;
}

/** The mistakes of a run, as sentences. */
export const problemsOf = (run: FleetCampaign): readonly string[] =>
  [oneResultEach, whatTheyDid, nobodyTwice, workersEnd, atThePace].flatMap((check) => [...check(run)]);
