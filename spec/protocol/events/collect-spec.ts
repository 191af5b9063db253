import * as E from 'fp-ts/lib/Either.js';
import {
  collectEventCodec,
  endsCollect,
  isDigits,
  isSpeech,
  type CollectEvent,
} from '../../../lib/protocol/events/collect.js';

const results = {
  none: undefined,
  digit: { type: 'digit', params: { digits: '1' } },
  speech: { type: 'speech', params: { text: 'one' } },
  start_of_input: { type: 'start_of_input' },
  no_input: { type: 'no_input' },
  no_match: { type: 'no_match' },
  error: { type: 'error' },
  unknown: { type: 'unheard_of' },
};

function collected(params: Record<string, unknown>): CollectEvent {
  const event = collectEventCodec.decode({ event_type: 'calling.call.collect', params });
  if (E.isLeft(event)) throw new Error('it does not decode');
  return event.right;
}

/**
 * Which results end the operation, by state and `final`. `all` and `none` are of every kind of result, that of no
 * result at all included.
 */
type Ending = 'all' | 'none' | 'every result but start of input';
const table: [state: string | undefined, final: boolean | undefined, ends: Ending][] = [
  [undefined, undefined, 'every result but start of input'],
  [undefined, true, 'every result but start of input'],
  [undefined, false, 'none'],
  ['collecting', undefined, 'none'],
  ['collecting', true, 'none'],
  ['collecting', false, 'none'],
  ...['finished', 'error', 'no_input', 'no_match'].flatMap((state) =>
    [undefined, true, false].map((final): [string, boolean | undefined, Ending] => [state, final, 'all']),
  ),
  ['unheard_of', undefined, 'every result but start of input'],
  ['unheard_of', true, 'every result but start of input'],
  ['unheard_of', false, 'none'],
];

const rows = table.flatMap(([state, final, ending]) =>
  Object.entries(results).map(([name, result]) => ({
    state,
    final,
    name,
    result,
    ends: ending === 'all' || (ending !== 'none' && name !== 'none' && name !== 'start_of_input'),
  })),
);

describe('endsCollect', () => {
  it.each(rows)('state $state, final $final, result $name: $ends', ({ state, final, result, ends }) => {
    expect(endsCollect(collected({ state, final, result }))).toBe(ends);
    expect(
      endsCollect(collected({ state: state ?? null, final: final ?? null, result: result ?? null })),
    ).toBe(ends);
  });
});

describe('isDigits and isSpeech', () => {
  it('tell a result by its type', () => {
    const told = Object.entries(results).flatMap(([name, wire]) => {
      const { result } = collected({ result: wire });
      return result === undefined ? [] : [[name, isDigits(result), isSpeech(result)]];
    });
    expect(told.filter(([, digits]) => digits).map(([name]) => name)).toEqual(['digit']);
    expect(told.filter(([, , speech]) => speech).map(([name]) => name)).toEqual(['speech']);
  });
});
