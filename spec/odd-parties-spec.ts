import { map } from 'rxjs';
import type { Call } from 'relay-rx';
import { event } from 'relay-rx/testing';
import { run } from './support/marbles.js';

/** Devices of callers as they come, and who calls whom. */
const parties: readonly [what: string, device: unknown, from: string | undefined, to: string | undefined][] =
  [
    ['a short code', { type: 'phone', params: { from_number: '24365', to_number: '988' } }, '24365', '988'],
    [
      'an emergency',
      { type: 'phone', params: { from_number: '+15550100', to_number: '911' } },
      '+15550100',
      '911',
    ],
    [
      'an anonymous caller',
      { type: 'phone', params: { from_number: 'anonymous', to_number: '+15550101' } },
      'anonymous',
      '+15550101',
    ],
    [
      'a withheld number',
      { type: 'phone', params: { from_number: '', to_number: '+15550101' } },
      undefined,
      '+15550101',
    ],
    [
      'a number that is null',
      { type: 'phone', params: { from_number: null, to_number: '1' } },
      undefined,
      '1',
    ],
    [
      'a SIP URI',
      { type: 'sip', params: { from: 'sip:a@x.test', to: 'sip:b@x.test' } },
      'sip:a@x.test',
      'sip:b@x.test',
    ],
    [
      'a device without a type',
      { params: { from_number: '+15550100', to_number: '+15550101' } },
      '+15550100',
      '+15550101',
    ],
    ['a device without params', { type: 'phone' }, undefined, undefined],
    ['a device whose params are null', { type: 'phone', params: null }, undefined, undefined],
    ['a flat device', { type: 'phone', from: '+15550100', to: '+15550101' }, '+15550100', '+15550101'],
    ['an empty device', {}, undefined, undefined],
    ['a device that is null', null, undefined, undefined],
  ];

describe('an inbound call', () => {
  it.each(parties)('is given to the flow, of %s', (_what, device, from, to) => {
    run(({ client, relay, expectObservable }) => {
      const receive = { call_id: 'c-9', node_id: 'n-1', call_state: 'created', context: 'default', device };
      relay.events('-r', { r: event('calling.call.receive', receive, { callId: 'c-9' }) });
      const called = map(({ callId, from, to }: Call) => ({ callId, from, to }));
      expectObservable(client.calls$.pipe(called)).toBe('-c', { c: { callId: 'c-9', from, to } });
    });
  });
});
