import { conversation, pending } from './virtual-app.js';

describe('calling.send_digits', () => {
  it('is finished when every tone and pause has been sent, and the caller receives the tones', () => {
    const { ask, app, caller, clock } = conversation();
    const received: unknown[] = [];
    caller.receivedDigits$.subscribe((key) => received.push([clock.frame, key]));
    expect(ask('calling.send_digits', { control_id: 's1', digits: '1wW#' })['code']).toBe('200');
    clock.advance(10_000);
    expect(received).toEqual([
      [0, '1'],
      [1750, '#'],
    ]);
    expect(app.told('calling.call.send_digits')).toEqual([[2000, { state: 'finished' }]]);
  });

  it('ends with the call', () => {
    const { ask, app, caller, clock } = conversation();
    ask('calling.send_digits', { control_id: 's1', digits: 'WWW' });
    caller.hangUp();
    clock.advance(10_000);
    expect(app.told('calling.call.send_digits')).toEqual([]);
    expect(pending(clock)).toEqual([]);
  });

  it.each(['', '12x', 5])('is refused with 400 for %j', (digits) => {
    expect(conversation().ask('calling.send_digits', { control_id: 's1', digits })).toMatchObject({
      code: '400',
      message: `digits is one or more of 0-9 * # A-D, w and W, not ${JSON.stringify(digits)}`,
    });
  });
});
