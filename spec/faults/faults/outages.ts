import { until } from '../clock.js';
import { REQUEST_TIMEOUT, type Stage } from '../stage.js';
import { replaced, type Fault } from './fault.js';

/** Whether a frame is the answer to `signalwire.connect`. */
const isWelcome = ({ result }: { readonly result?: Readonly<Record<string, unknown>> }): boolean =>
  result?.['identity'] !== undefined;

/** Waits until so many sockets were opened, and all that was on its way has been heard. */
async function opened(stage: Stage, count: number): Promise<void> {
  await until(`${count} sockets were opened`, () => stage.sockets.length >= count);
  await stage.settle();
}

/** Faults on the way back to a connection. */
export const OUTAGES = {
  unavailable: {
    title: 'the socket drops, and the upgrade is refused at first (HTTP 503)',
    async strike({ stage }) {
      const before = stage.sockets.length;
      stage.wire.upgrades.refuse(2);
      stage.simulator.faults.drop();
      await opened(stage, before + 3);
    },
  },
  outage: {
    title: 'the socket drops, and RELAY says nothing for 20 s',
    async strike({ stage }) {
      const { wire, simulator, sockets, clock } = stage;
      const before = sockets.length;
      wire.upgrades.ignore();
      simulator.faults.drop();
      for (const attempt of [1, 2]) {
        await until('it connects again', () => sockets.length === before + attempt);
        if (attempt === 2) wire.upgrades.admitLater();
        clock.advance(REQUEST_TIMEOUT);
      }
      await opened(stage, before + 3);
    },
  },
  resumeOdd: {
    title: 'the socket drops, and the resume is refused (-32000)',
    strike: ({ stage }) =>
      replaced(stage, () => {
        stage.simulator.faults.refuse('signalwire.connect', -32000, 'No such session');
        stage.simulator.faults.drop();
      }),
  },
  unnamed: {
    title: 'the socket drops, and the answer to the resume names no protocol',
    strike: ({ stage }) =>
      replaced(stage, () => {
        const { wire, simulator } = stage;
        wire.tampering = {
          down: (frame, text) => {
            if (!isWelcome(frame)) return text;
            wire.tampering = {};
            const { protocol, session_restored, ...result } = frame.result ?? {};
            return JSON.stringify({ ...frame, result });
          },
        };
        simulator.faults.drop();
      }),
  },
  flush: {
    title: 'the socket drops, and so does the next one as what waited is sent',
    async strike({ stage }) {
      const { wire, simulator, sockets } = stage;
      const before = sockets.length;
      let next: unknown;
      wire.tampering = {
        up: (number, near) => {
          if (number === 1) next = near;
          if (number === 1 || near !== next) return true;
          wire.tampering = {};
          near.terminate();
          return false;
        },
      };
      await replaced(stage, () => simulator.faults.drop());
      await opened(stage, before + 2);
    },
  },
  fleeting: {
    title: 'the socket drops, and the next two close when they are connected (1013)',
    async strike({ stage }) {
      const { wire, simulator, sockets, attempts } = stage;
      const [before, tried] = [sockets.length, attempts.length];
      let closed = 0;
      wire.tampering = {
        passed: (frame, near) => {
          if (!isWelcome(frame)) return;
          closed += 1;
          if (closed === 2) wire.tampering = {};
          near.close(1013, 'Try again later');
        },
      };
      simulator.faults.drop();
      await opened(stage, before + 3);
      const numbers = attempts.slice(tried);
      if (numbers.some((number, index) => number !== (numbers[0] ?? 0) + index))
        throw new Error(`the backoff began anew: ${numbers.join()}`);
    },
  },
} as const satisfies Record<string, Fault>;
