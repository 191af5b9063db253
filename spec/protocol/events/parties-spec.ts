import { partyOf } from '../../../lib/protocol/events/parties.js';

describe('partyOf', () => {
  it.each([
    ['a phone', { type: 'phone', params: { from_number: '+15550100', to_number: '+15550101' } }, '+15550100'],
    ['a SIP address', { type: 'sip', params: { from: 'sip:a@x.test', to: 'sip:b@x.test' } }, 'sip:a@x.test'],
    ['a browser', { type: 'webrtc', params: { from: '/private/a', to: '/public/b' } }, '/private/a'],
    ['what has none', { type: 'queue', params: { queue_name: 'q' } }, undefined],
    ['what is no text', { type: 'phone', params: { from_number: 7 } }, undefined],
    ['what is empty', { type: 'phone', params: { from_number: '' } }, undefined],
    ['nothing', undefined, undefined],
  ])('gives who calls, of %s', (_, device, from) => {
    expect(partyOf(device, 'from')).toBe(from);
  });

  it('gives who is called', () => {
    expect(partyOf({ type: 'phone', params: { from_number: '1', to_number: '2' } }, 'to')).toBe('2');
    expect(partyOf({ type: 'sip', params: { from: 'a', to: 'b' } }, 'to')).toBe('b');
  });
});
