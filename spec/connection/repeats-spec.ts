import { LONGEST_REMEMBERED, REMEMBERED, Repeats, type EventFrame } from '../../lib/connection/repeats.js';

/** Texts that came over one socket, and then another. */
function after(...texts: readonly string[]): Repeats {
  const repeats = new Repeats();
  for (const text of texts) repeats.has(text);
  repeats.renew();
  return repeats;
}

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${name} ${n}`);

describe('Repeats', () => {
  it('knows what came over a socket before, however often it comes', () => {
    const repeats = after('a', 'b');
    expect(['a', 'c', 'b', 'a'].map((text) => repeats.has(text))).toEqual([true, false, true, true]);
  });

  it('takes what comes twice over one socket for two', () => {
    const repeats = after('a');
    expect([repeats.has('b'), repeats.has('b')]).toEqual([false, false]);
  });

  it('knows it over one socket more, though nothing came over that between', () => {
    const repeats = after('a');
    repeats.renew();
    expect(repeats.has('a')).toBe(true);
  });

  it('remembers so many, the latest', () => {
    const repeats = after('first', ...numbered('text', REMEMBERED));
    expect(repeats.has('first')).toBe(false);
    expect(
      numbered('text', REMEMBERED)
        .slice(1)
        .every((text) => repeats.has(text)),
    ).toBe(true);
  });

  it('looks no further when as many have come over the next one', () => {
    const repeats = after('a');
    for (const text of numbered('new', REMEMBERED - 1)) repeats.has(text);
    expect(repeats.has('a')).toBe(true);
    repeats.has('one more');
    expect(repeats.has('a')).toBe(false);
  });

  /** An event as it comes, and its frame as it is read. */
  const event = (id: string, type: string, params: object, timestamp = 1): [string, EventFrame] => {
    const frame = {
      jsonrpc: '2.0',
      method: 'signalwire.event',
      id,
      params: { event_type: type, timestamp, params },
    };
    return [JSON.stringify(frame), frame];
  };

  const collect = { call_id: 'c', control_id: 'o', result: { type: 'digit', params: { digits: '1' } } };

  it.each<[string, [string, EventFrame], [string, EventFrame]]>([
    [
      'the same content and time',
      event('e-1', 'calling.call.collect', collect),
      event('e-2', 'calling.call.collect', collect),
    ],
    [
      'the offer of a call, by its call id',
      event('e-1', 'calling.call.receive', { call_id: 'c', call_state: 'created' }),
      event('e-2', 'calling.call.receive', { call_id: 'c', call_state: 'ringing' }, 9),
    ],
    [
      'an inbound message, by its message id',
      event('e-1', 'messaging.receive', { message_id: 'm' }),
      event('e-2', 'messaging.receive', { message_id: 'm', tags: [] }, 9),
    ],
  ])('knows under another frame id %s', (_, first, again) => {
    const repeats = new Repeats();
    expect(repeats.has(...first)).toBe(false);
    repeats.renew();
    expect(repeats.has(...again)).toBe(true);
  });

  it('takes the same content at another time for another event', () => {
    const repeats = new Repeats();
    repeats.has(...event('e-1', 'calling.call.collect', collect));
    repeats.renew();
    expect(repeats.has(...event('e-2', 'calling.call.collect', collect, 2))).toBe(false);
  });

  it('takes the offer of a call for another one after it was handed back, and in another session', () => {
    for (const letGo of ['handedBack', 'forget'] as const) {
      const repeats = new Repeats();
      repeats.has(...event('e-1', 'calling.call.receive', { call_id: 'c' }));
      repeats.has(...event('e-2', 'calling.call.receive', { call_id: 'd' }));
      repeats.renew();
      repeats[letGo]('c');
      expect(repeats.has(...event('e-3', 'calling.call.receive', { call_id: 'c' }))).toBe(false);
      expect(repeats.has(...event('e-4', 'calling.call.receive', { call_id: 'd' }))).toBe(
        letGo === 'handedBack',
      );
    }
  });

  it('does not keep what is long', () => {
    const longest = 'x'.repeat(LONGEST_REMEMBERED);
    const repeats = after(longest, `${longest}x`);
    expect([repeats.has(longest), repeats.has(`${longest}x`)]).toEqual([true, false]);
  });
});
