import { REQUEST_TIMEOUT } from '../stage.js';
import { gone, replaced, type Fault } from './fault.js';

/** A frame larger than a client takes. */
const OVERSIZE = 'x'.repeat(10 * 1024 * 1024 + 1);

/** Within so many ms a half-open connection is found out: 15 s without a ping, and the time of an answer. */
const FOUND_OUT = 15_000 + REQUEST_TIMEOUT;

/** Faults that take the connection away. */
export const AWAY = {
  resumed: {
    title: 'the socket drops, and the session is resumed',
    strike: ({ stage }) => replaced(stage, () => stage.simulator.faults.drop()),
  },
  lost: {
    title: 'the socket drops, and another session comes',
    strike: ({ stage }) => replaced(stage, () => stage.simulator.faults.restart({ resume: 'new session' })),
  },
  resumeRefused: {
    title: 'the socket drops, and the resume is refused (-32002)',
    strike: ({ stage }) => replaced(stage, () => stage.simulator.faults.restart()),
  },
  unreachable: {
    title: 'the socket drops, and RELAY is not reached again (`reconnect` gives up)',
    async strike({ stage }) {
      await stage.wire.close();
      await gone(stage);
    },
  },
  revoked: {
    title: 'the socket drops, and the credentials are refused from then on',
    async strike({ stage }) {
      stage.simulator.faults.refuse('signalwire.connect', -32002, 'Unauthorized', 10);
      stage.simulator.faults.drop();
      await gone(stage);
    },
  },
  disconnect: {
    title: 'RELAY sends `signalwire.disconnect`',
    strike: ({ stage }) => replaced(stage, () => stage.simulator.faults.disconnect()),
  },
  restart: {
    title: 'RELAY sends `signalwire.disconnect` with `restart`',
    strike: ({ stage }) => replaced(stage, () => stage.simulator.faults.disconnect({ restart: true })),
  },
  halfOpen: {
    title: 'the peer vanishes without a word (half-open)',
    async strike({ stage }) {
      const { sockets, clock, wire } = stage;
      await replaced(stage, () => {
        const before = sockets.length;
        const since = clock.now();
        wire.deafen();
        while (sockets.length === before) {
          if (clock.now() - since >= FOUND_OUT) throw new Error('a half-open connection was not found out');
          clock.advance(1_000);
        }
      });
      // Its socket is not closed by its peer, but torn down.
      clock.advance(2_000);
    },
  },
  oversize: {
    title: 'a frame above 10 MiB comes (close code 1009)',
    strike: ({ stage }) => replaced(stage, () => stage.simulator.faults.garble({ frames: [OVERSIZE] })),
  },
} as const satisfies Record<string, Fault>;
