import { until } from '../clock.js';
import { REQUEST_TIMEOUT, type Stage } from '../stage.js';
import { replaced, type Fault, type Struck } from './fault.js';

/** Refuses one request of a method. */
const refusal = (code: string) => ({
  ofRequest: true,
  arm({ simulator }: Stage, method: string) {
    simulator.faults.refuse(method, code, `Refused with ${code}`);
  },
  async strike({ stage, askNext }: Struck) {
    askNext();
    await stage.settle();
  },
});

/** Faults of what comes over a connection: late, never, wrong, twice. */
export const ANSWERS = {
  stall: {
    title: 'the connection stalls, and then all comes at once',
    async strike({ stage, prove, isFulfilled }) {
      const { wire, simulator } = stage;
      const stalled = simulator.faults.stall();
      prove();
      await stage.turns();
      if (isFulfilled()) throw new Error('the stall let something through');
      // What is held back and what is stalled are one and the same silence: it ends in the order of the frames.
      wire.release();
      const { passed } = wire;
      const ping = stage.roundTrip();
      await until('a ping is on its way', () => wire.passed > passed);
      stalled.unsubscribe();
      await ping;
    },
  },
  ignored: {
    title: 'RELAY does not answer a request (10 s)',
    ofRequest: true,
    arm: ({ simulator }, method) => simulator.faults.ignore(method),
    async strike({ stage, flight, askNext }) {
      const { simulator, wire } = stage;
      const { method } = flight.request;
      const before = simulator.received(method).length;
      askNext();
      const late = flight.request.which === 'next' || flight.mayBeUnsent === true;
      wire.release();
      if (late) await until('the request was received', () => simulator.received(method).length > before);
      await stage.pass(REQUEST_TIMEOUT);
      await stage.settle();
    },
  },
  refused: { title: 'RELAY refuses a request (500)', ...refusal('500') },
  callGone: { title: 'RELAY says that there is no such call (404)', ...refusal('404') },
  overtaken: {
    title: 'the answer comes after the events that it should precede',
    ofRequest: true,
    arm({ wire }, method) {
      // What makes the request wait comes first.
      wire.release();
      wire.hold(method);
    },
    async strike({ stage, askNext, prove }) {
      askNext();
      await until('the answer is on its way', () => stage.wire.isHolding);
      prove();
      await stage.roundTrip();
      await stage.settle();
    },
  },
  repeated: {
    title: 'every event comes twice',
    arm: ({ simulator }) => simulator.faults.repeat(1_000),
    async strike({ stage, prove }) {
      stage.wire.release();
      prove();
      await stage.settle();
      if (stage.repeats === 0) throw new Error('nothing came twice');
    },
  },
  resent: {
    title: 'the session is resumed, and all events come again under other frame ids',
    async strike({ stage }) {
      await replaced(stage, () => stage.simulator.faults.drop());
      stage.wire.resend();
      await stage.settle();
    },
  },
  contexts: {
    title: 'RELAY refuses a context (402), and the connection is replaced',
    async strike({ stage }) {
      const { client, simulator } = stage;
      simulator.faults.refuse('signalwire.receive', '402', 'Payment required');
      const refused: unknown[] = [];
      client.receive(['refused']).subscribe({ error: (error: unknown) => refused.push(error) });
      await stage.settle();
      if (refused.length === 0) throw new Error('the context was accepted');
      await replaced(stage, () => simulator.faults.drop());
      const { contexts } = simulator.received('signalwire.connect').at(-1)?.params as { contexts: string[] };
      if (contexts.includes('refused')) throw new Error('the context is asked for again');
    },
  },
  garbled: {
    title: 'frames come that are no RELAY',
    async strike({ stage }) {
      stage.simulator.faults.garble();
      await stage.settle();
    },
  },
} as const satisfies Record<string, Fault>;
