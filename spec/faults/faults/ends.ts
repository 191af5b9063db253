import { firstValueFrom, take } from 'rxjs';
import { until } from '../clock.js';
import { CALL_TIMEOUT, MAX_ACTIVE_CALLS } from '../stage.js';
import { gone, type Fault } from './fault.js';

/** Ends, which somebody wants, and what is too much. */
export const ENDS = {
  callEnds: {
    title: 'the call ends: its caller hangs up',
    async strike({ stage, inFlight }) {
      inFlight.callEnds();
      const isState = ({ type }: { readonly type: string }): boolean => type === 'calling.call.state';
      await until('it is told of', () => !stage.simulator.unacknowledged.some(isState));
      await stage.settle();
    },
  },
  endLost: {
    title: 'the call ends, and the event that says so is lost (`callTimeout`)',
    async strike({ stage, inFlight }) {
      const { wire } = stage;
      wire.release();
      await stage.roundTrip();
      let lost = 0;
      wire.tampering = {
        down: ({ params }, text) => {
          const { call_state: state } = (params?.['params'] ?? {}) as { readonly call_state?: unknown };
          if (params?.['event_type'] !== 'calling.call.state' || state !== 'ended') return text;
          lost += 1;
          return undefined;
        },
      };
      inFlight.callEnds();
      await until('the event is lost', () => lost > 0);
      wire.tampering = {};
      await stage.pass(2 * CALL_TIMEOUT, 2_500);
      await stage.settle();
    },
  },
  close: {
    title: '`close()`',
    async strike({ stage }) {
      stage.client.close();
      await gone(stage);
    },
  },
  drain: {
    title: '`drain({ timeout })`',
    async strike({ stage }) {
      stage.client.drain({ timeout: 1_000 }).subscribe();
      await stage.settle();
      stage.clock.advance(1_000);
      await gone(stage);
    },
  },
  left: {
    title: 'it is unsubscribed from',
    async strike({ stage, leave }) {
      leave();
      await stage.settle();
    },
  },
  overload: {
    title: '`maxActiveCalls` is reached, and another call comes',
    async strike({ stage }) {
      const { client, simulator, errors } = stage;
      const active = await firstValueFrom(client.activeCalls$);
      const free = MAX_ACTIVE_CALLS - active;
      client.calls$.pipe(take(free)).subscribe();
      const callers = Array.from({ length: free + 1 }, () => simulator.call({ from: '+15550155' }));
      await until('a call is too many', () => errors.some(({ name }) => name === 'OverloadError'));
      await stage.settle();
      for (const caller of callers) caller.hangUp();
      await stage.settle();
    },
  },
  flowThrows: {
    title: 'the flow that it is part of throws',
    inFlow: true,
    async strike({ stage }) {
      stage.throwInFlow(new Error('a bug'));
      await stage.settle();
    },
  },
  flowThrowsAway: {
    title: 'the socket drops, and the flow that it is part of throws meanwhile',
    inFlow: true,
    async strike({ stage }) {
      const { wire, simulator, sockets } = stage;
      const before = sockets.length;
      wire.upgrades.ignore();
      simulator.faults.drop();
      await until('it connects again', () => sockets.length > before);
      stage.throwInFlow(new Error('a bug'));
      await stage.turns();
      wire.upgrades.admit();
      await stage.settle();
    },
  },
  hangUpRefused: {
    title: 'the flow that it is part of throws, and RELAY refuses to hang up (503)',
    inFlow: true,
    async strike({ stage }) {
      const { simulator, clock } = stage;
      simulator.faults.refuse('calling.end', '503', 'Service unavailable');
      stage.throwInFlow(new Error('a bug'));
      await stage.settle();
      clock.advance(1_000);
      await stage.settle();
    },
  },
} as const satisfies Record<string, Fault>;
