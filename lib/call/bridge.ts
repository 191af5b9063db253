import { filter, type Observable } from 'rxjs';
import type { LiveCall } from '../actions/live-call.js';
import { ConnectError } from '../protocol/result-errors.js';
import type { ConnectEvent } from '../protocol/events/connect.js';
import { forgetUnwanted, lastingCommand, type LastingCommand, type Stage } from './lasting-command.js';

const BRIDGE = 'bridge';

/** Connects a call with another party for as long as it is subscribed to. */
export const bridge = (call: LiveCall, params: object): Observable<ConnectEvent> =>
  lastingCommand(call, BRIDGE, () => bridgeCommand(call, params));

/** Forgets a bridge that was unsubscribed while it rang: from now on, a connection is another's. */
export const forgetBridge = (call: LiveCall): void => forgetUnwanted(call, BRIDGE);

function bridgeCommand({ callId, events$ }: LiveCall, params: object): LastingCommand<ConnectEvent> {
  return {
    method: 'calling.connect',
    params,
    events$: events$.pipe(filter((event) => event.type === 'calling.call.connect')),
    answered: () => 'begun',
    event: ({ connectState }) => stageOf(connectState),
    failure: ({ failedReason }) => new ConnectError(callId, failedReason),
    undo: () => ({ method: 'calling.disconnect', params: {} }),
  };
}

function stageOf(state: string): Stage {
  switch (state) {
    case 'connected':
      return 'held';
    case 'disconnected':
    case 'failed':
      return 'over';
    default:
      return 'begun';
  }
}
