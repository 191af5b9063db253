import type { RelayFrame } from 'relay-rx';
import { maskFrames, type Maskable } from 'relay-rx/recording';
import { from, lastValueFrom, of, toArray } from 'rxjs';

const frame = (direction: RelayFrame['direction'], method: string, params: object): RelayFrame => ({
  at: 0,
  direction,
  frame: { jsonrpc: '2.0', id: '1', method, params },
});
const play = frame('sent', 'calling.send_digits', { call_id: 'c', digits: '12w3', to: '+15550123456' });

describe('maskFrames', () => {
  it('masks credentials, and what is asked for', async () => {
    const connect = frame('sent', 'signalwire.connect', {
      authentication: { project: 'p', token: 'secret' },
    });
    const [first, second] = await lastValueFrom(
      from([connect, play]).pipe(maskFrames(['numbers', 'digits']), toArray()),
    );

    expect(JSON.stringify(first)).not.toContain('secret');
    expect(second).toMatchObject({ frame: { params: { digits: '00w0', to: '+15550000001' } } });
  });

  it('leaves numbers and digits as they are unless they are asked for', async () => {
    await expect(lastValueFrom(of(play).pipe(maskFrames()))).resolves.toEqual(play);
  });

  it('leaves out the event that brings the authorization state', async () => {
    const state = frame('received', 'signalwire.event', {
      event_type: 'signalwire.authorization.state',
      params: { authorization_state: 'sealed' },
    });

    await expect(lastValueFrom(from([state, play]).pipe(maskFrames(), toArray()))).resolves.toEqual([play]);
  });

  it('begins its placeholders anew with each subscription', async () => {
    const masked$ = of(play).pipe(maskFrames(['numbers']));
    const first = await lastValueFrom(masked$);

    await expect(lastValueFrom(masked$)).resolves.toEqual(first);
  });

  it('throws for what it cannot mask', () => {
    expect(() => maskFrames(['names' as Maskable])).toThrow(/maskFrames: mask\[0\].*numbers, digits/);
  });
});
