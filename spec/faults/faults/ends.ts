import { firstValueFrom, take } from 'rxjs';
import { until } from '../clock.js';
import { MAX_ACTIVE_CALLS } from '../stage.js';
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
} as const satisfies Record<string, Fault>;
