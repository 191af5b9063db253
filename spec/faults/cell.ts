import type { ReceivedRequest } from 'relay-rx/simulator';
import { until } from './clock.js';
import type { Fault } from './faults/index.js';
import { FLIGHTS, type Flight, type InFlight } from './flights/index.js';
import { recorded, type Seen } from './record.js';
import { Stage } from './stage.js';
import { inWords } from './words.js';

/** What a fault does to everybody on the connection. */
export interface Everybody {
  /** What becomes of a call's prompt with which the fault has nothing to do. */
  readonly bystander: string;
  /** The names of what is told on `errors$`. */
  readonly errors: readonly string[];
  /** What `status$` goes through. */
  readonly statuses: readonly string[];
}

/** What was seen when a fault struck. */
export interface Outcome {
  /** What the user sees of what was in flight. */
  readonly says: string;
  readonly everybody: Everybody;
  /** What is left when the client is closed, by name: there should be nothing. */
  readonly left: Readonly<Record<string, number>>;
}

const distinct = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

/** Lets a fault strike while something is in flight, and tells what comes of it. `usual`: what it tells everybody. */
export async function play(fault: Fault, flight: Flight, usual: readonly string[]): Promise<Outcome> {
  await using stage = await Stage.open({
    answered: flight.answered,
    serves: flight !== FLIGHTS.subscription,
  });
  const { simulator, wire } = stage;
  const { which, method } = flight.request;

  // A request that waits leaves when the fault strikes; one that follows is sent then.
  const early = which === 'first' && flight.mayBeUnsent !== true;
  const before = simulator.received(method).length;
  if (early) fault.arm?.(stage, method);
  if (flight.unanswered && !wire.isArmed) wire.hold(method, { events: true });

  const inFlight = await flight.begin(stage);
  const { stream$, seen } = recorded(inFlight.source$);
  const inFlow = flight.inFlow === true || fault.inFlow === true;
  const wanted = inFlow ? stage.flows : stream$.subscribe({ error: () => undefined });
  if (inFlow) stage.startInFlow(stream$);
  if (early) await until('its request was received', () => simulator.received(method).length > before);
  if (!early || fault.ofRequest !== true) await inFlight.inProgress();

  const since = simulator.received().length;
  const [errorsBefore, statusesBefore] = [stage.errors.length, stage.statuses.length];
  const valuesBefore = seen.values.length;
  let next: Seen<unknown> | undefined;
  const fulfilled = (): number => seen.values.filter((value) => inFlight.isProof(value)).length;
  const prove = once(() => inFlight.prove());
  if (!early) fault.arm?.(stage, method);
  await fault.strike({
    stage,
    flight,
    inFlight,
    prove,
    isFulfilled: () => fulfilled() > 0,
    leave: () => wanted.unsubscribe(),
    askNext: () => (next = ask(inFlight)),
  });

  // Who has left takes nothing more: what follows must not come of what happens then.
  if (seen.end.kind !== 'left' || flight.unasked) prove();
  await until('it ends, or continues', () => fulfilled() > 0 || seen.end.kind !== 'open');
  // What follows from the end, and what follows from that.
  for (let times = 0; times < 2; times += 1) await stage.roundTrip();

  // A call that is silent is asked whether it is up, by answering it again.
  const isNotBystanders = ({ params }: ReceivedRequest): boolean =>
    params['call_id'] !== stage.bystander.call.callId;
  const told = distinct(stage.errors.slice(errorsBefore).map(({ name }) => name));
  const asked = simulator
    .received()
    .slice(since)
    .filter((each) => inFlight.isAbout(each));
  const says = inWords(flight, {
    end: seen.end,
    values: seen.values.slice(valuesBefore),
    fulfilled: fulfilled(),
    asked: asked.map((each) => each.method),
    sent: which === 'first' ? simulator.received(method).slice(before).filter(isNotBystanders).length : 0,
    next,
    offers: stage.offers.get(stage.line.call.callId) ?? 0,
    told: told.filter((name) => !usual.includes(name)),
  });
  const everybody = {
    bystander: await bystanding(stage),
    errors: usual.filter((name) => told.includes(name)),
    statuses: stage.statuses.slice(statusesBefore),
  };
  const left = await stage.close();
  const listeners = inFlight.listeners?.() ?? 0;
  return { says, everybody, left: listeners === 0 ? left : { ...left, listeners } };
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}

function ask({ next$ }: InFlight): Seen<unknown> | undefined {
  if (next$ === undefined) return undefined;
  const { stream$, seen } = recorded(next$);
  stream$.subscribe({ error: () => undefined });
  return seen;
}

/** What became of the other call's prompt. */
async function bystanding({ bystander: { seen, caller } }: Stage): Promise<string> {
  const fulfilled = (): number => seen.values.filter(({ result }) => result?.type === 'digit').length;
  if (caller.state === 'answered') caller.press('1');
  await until("the bystander's prompt ends", () => fulfilled() > 0 || seen.end.kind !== 'open');
  const { end, values } = seen;
  return inWords(FLIGHTS.running, {
    end,
    values,
    fulfilled: fulfilled(),
    asked: [],
    sent: 0,
    next: undefined,
    offers: 1,
    told: [],
  });
}
