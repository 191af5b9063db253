import { ignoreElements, type Observable } from 'rxjs';
import type { Call } from 'relay-rx';
import { callEnded, refusal, type RelayRunHelpers } from 'relay-rx/testing';

/** A way in which a call ends at frame 5, or a little after. */
export interface Way {
  /** `reason` of its `CallEnd`. */
  readonly reason: string;
  /** Makes it happen. A command of the test's own belongs to its side, not to the flow. */
  readonly happen: (helpers: RelayRunHelpers) => void;
}

/** Subscribes to a command at frame 5. */
const at5 = (helpers: RelayRunHelpers, command: (call: Call) => Observable<unknown>): void => {
  helpers.cold('-----x').subscribe(() => command(helpers.call).pipe(ignoreElements()).subscribe());
};

const hangUp = (helpers: RelayRunHelpers): void => helpers.relay.events('-----E', { E: callEnded('hangup') });

export const ways: Readonly<Record<string, Way>> = {
  'its caller hangs up': { reason: 'hangup', happen: hangUp },
  'it is hung up here': {
    reason: 'hangup',
    happen: (helpers) => {
      helpers.cold('----x').subscribe(() => helpers.call.hangup().subscribe());
      hangUp(helpers);
    },
  },
  'a request is answered with 404': {
    reason: 'gone',
    happen: (helpers) => {
      helpers.relay.answers('calling.hold', 'r', { r: refusal('404') });
      at5(helpers, (call) => call.hold());
    },
  },
  'a request is answered with 410': {
    reason: 'gone',
    happen: (helpers) => {
      helpers.relay.answers('calling.hold', 'r', { r: refusal('410') });
      at5(helpers, (call) => call.hold());
    },
  },
  'it is passed': { reason: 'passed', happen: (helpers) => at5(helpers, (call) => call.pass()) },
  'its session is lost': {
    reason: 'sessionLost',
    happen: ({ relay }) => relay.connection('---d-n'),
  },
  'the connection is lost for good': {
    reason: 'closed',
    happen: ({ relay }) => relay.connection('---d-x'),
  },
  'the client is closed': {
    reason: 'closed',
    happen: ({ cold, client }) => void cold('-----x').subscribe(() => client.close()),
  },
  'the client drains before it is answered': {
    reason: 'passed',
    happen: (helpers) => {
      helpers.cold('-----x').subscribe(() => helpers.client.drain().subscribe());
    },
  },
  'the client drains': {
    reason: 'hangup',
    happen: (helpers) => {
      helpers.call.answer().subscribe();
      helpers.cold('----x').subscribe(() => helpers.client.drain({ timeout: 0 }).subscribe());
      hangUp(helpers);
    },
  },
};

export const eachWay = Object.entries(ways).map(([name, way]) => [name, way] as const);
