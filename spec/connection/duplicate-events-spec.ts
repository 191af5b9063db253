import {
  LONGEST_REMEMBERED,
  REMEMBERED,
  DuplicateEvents,
  type EventFrame,
} from '../../lib/connection/duplicate-events.js';

/** An event's frame as it comes, and as it is read. */
const frame = (content: string): [string, EventFrame] => {
  const read = { params: { event_type: 'some', params: { content } } };
  return [JSON.stringify(read), read];
};
const has = (duplicates: DuplicateEvents, content: string): boolean => duplicates.has(...frame(content));

/** What came over one socket, and then another. */
function after(...contents: readonly string[]): DuplicateEvents {
  const duplicates = new DuplicateEvents();
  for (const content of contents) has(duplicates, content);
  duplicates.renew();
  return duplicates;
}

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${name} ${n}`);

describe('DuplicateEvents', () => {
  it('knows what came over a socket before, however often it comes', () => {
    const duplicates = after('a', 'b');
    expect(['a', 'c', 'b', 'a'].map((text) => has(duplicates, text))).toEqual([true, false, true, true]);
  });

  it('takes what comes twice over one socket for two', () => {
    const duplicates = after('a');
    expect([has(duplicates, 'b'), has(duplicates, 'b')]).toEqual([false, false]);
  });

  it('knows it over one socket more, though nothing came over that between', () => {
    const duplicates = after('a');
    duplicates.renew();
    expect(has(duplicates, 'a')).toBe(true);
  });

  it('remembers so many, the latest', () => {
    const duplicates = after('first', ...numbered('text', REMEMBERED));
    expect(has(duplicates, 'first')).toBe(false);
    expect(
      numbered('text', REMEMBERED)
        .slice(1)
        .every((text) => has(duplicates, text)),
    ).toBe(true);
  });

  it('looks no further when as many have come over the next one', () => {
    const duplicates = after('a');
    for (const text of numbered('new', REMEMBERED - 1)) has(duplicates, text);
    expect(has(duplicates, 'a')).toBe(true);
    has(duplicates, 'one more');
    expect(has(duplicates, 'a')).toBe(false);
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
    const duplicates = new DuplicateEvents();
    expect(duplicates.has(...first)).toBe(false);
    duplicates.renew();
    expect(duplicates.has(...again)).toBe(true);
  });

  it('takes the same content at another time for another event', () => {
    const duplicates = new DuplicateEvents();
    duplicates.has(...event('e-1', 'calling.call.collect', collect));
    duplicates.renew();
    expect(duplicates.has(...event('e-2', 'calling.call.collect', collect, 2))).toBe(false);
  });

  it('takes the offer of a call for another one after it was handed back, and in another session', () => {
    for (const letGo of ['handedBack', 'forget'] as const) {
      const duplicates = new DuplicateEvents();
      duplicates.has(...event('e-1', 'calling.call.receive', { call_id: 'c' }));
      duplicates.has(...event('e-2', 'calling.call.receive', { call_id: 'd' }));
      duplicates.renew();
      duplicates[letGo]('c');
      expect(duplicates.has(...event('e-3', 'calling.call.receive', { call_id: 'c' }))).toBe(false);
      expect(duplicates.has(...event('e-4', 'calling.call.receive', { call_id: 'd' }))).toBe(
        letGo === 'handedBack',
      );
    }
  });

  it('does not keep what is long', () => {
    const longest = 'x'.repeat(LONGEST_REMEMBERED - frame('')[0].length);
    const duplicates = after(longest, `${longest}x`);
    expect([has(duplicates, longest), has(duplicates, `${longest}x`)]).toEqual([true, false]);
  });
});
