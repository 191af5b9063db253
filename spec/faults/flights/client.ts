import { map, take } from 'rxjs';
import { phone, type Call } from 'relay-rx';
import type { Callee } from 'relay-rx/simulator';
import { until } from '../clock.js';
import { aboutCall, always, atOnce, type Flight } from './flight.js';

/** What a client has in flight. */
export const CLIENT = {
  subscription: {
    title: 'a subscription to `calls$`',
    its: 'the next call',
    unasked: true,
    fulfilled: 'continues: the next call comes',
    answered: true,
    request: { which: 'next', method: 'signalwire.receive' },
    ordinary: ['signalwire.receive'],
    begin({ client, simulator, line }) {
      let called: string | undefined;
      return {
        source$: client.calls$,
        inProgress: atOnce,
        prove: () => {
          called = simulator.call({ from: '+15550122' }).callId;
        },
        isProof: (call) => (call as Call).callId === called,
        isAbout: ({ params }) => called !== undefined && params['call_id'] === called,
        next$: client.receive(['more']),
        callEnds: () => line.caller.hangUp(),
      };
    },
  },
  dial: {
    title: 'a dial whose phone rings',
    its: 'the leg',
    fulfilled: 'continues: the call is answered',
    answered: true,
    request: { which: 'first', method: 'calling.dial' },
    ordinary: ['calling.dial'],
    begin({ client, simulator }) {
      const to = '+15550133';
      simulator.callee({ to, answer: 'manual' });
      let callee: Callee | undefined;
      simulator.dialled$.pipe(take(1)).subscribe((dialled) => (callee = dialled));
      return {
        source$: client.dial({ devices: phone({ to, from: '+15550100' }) }),
        inProgress: () =>
          until('the phone rings', () => callee !== undefined && simulator.unacknowledged.length === 0),
        prove: () => callee?.answer(),
        isProof: always,
        isAbout: ({ params }) => callee !== undefined && params['call_id'] === callee.callId,
        callEnds: () => callee?.refuse('decline'),
      };
    },
  },
  message: {
    title: 'a message on its way',
    fulfilled: 'continues: it is delivered',
    answered: true,
    request: { which: 'first', method: 'messaging.send' },
    ordinary: ['messaging.send'],
    begin({ client, relayClock, line }) {
      const states: string[] = [];
      const message = client.sendMessage({ toNumber: '+15550144', fromNumber: '+15550100', body: 'hello' });
      return {
        source$: message.pipe(
          map(({ messageState }) => {
            states.push(messageState);
            return messageState;
          }),
        ),
        inProgress: () => until('the message is queued', () => states.length > 0),
        prove: () => relayClock.advance(1_000),
        isProof: (state) => state === 'delivered',
        isAbout: ({ method }) => method === 'messaging.send',
        callEnds: () => line.caller.hangUp(),
      };
    },
  },
  queued: {
    title: '`call.hold()`, waiting for the connection to come back',
    fulfilled: 'is sent, and answered',
    answered: true,
    request: { which: 'first', method: 'calling.hold' },
    mayBeUnsent: true,
    ordinary: ['calling.hold'],
    async begin({ line: { call, caller }, simulator, wire, clock }) {
      // Back already, but for RELAY's answer to `signalwire.connect`: a fault strikes a connection that is coming up.
      wire.hold('signalwire.connect');
      simulator.faults.drop();
      await until('the answer to the connect is on its way', () => wire.isHolding);
      clock.advance(1_000);
      return {
        source$: call.hold(),
        inProgress: atOnce,
        prove: () => undefined,
        isProof: always,
        isAbout: aboutCall(call),
        callEnds: () => caller.hangUp(),
      };
    },
  },
} as const satisfies Record<string, Flight>;
