import { ignoreElements, repeat } from 'rxjs';
import { collected } from 'relay-rx/testing';
import { digits } from 'relay-rx';
import { OperationLog } from '../../lib/testing/operation-log.js';
import type { PassedFrame } from '../../lib/testing/test-connection.js';
import { prompt, run } from '../support/marbles.js';

type Frame = Readonly<Record<string, unknown>>;

/** The frames of prompts, one after the other or all at once, on one call. */
const framesOf = (prompts: number, atOnce: boolean): Frame[] => {
  const asked = Array.from({ length: prompts }, (_, index): Frame[] => {
    const id = { call_id: 'c', control_id: `p-${index}` };
    return [
      { id: index, method: 'calling.play_and_collect', params: id },
      { id: index, result: { code: '200' } },
    ];
  });
  const ended = Array.from({ length: prompts }, (_, index): Frame[] => [
    {
      id: `e-${index}`,
      method: 'signalwire.event',
      params: {
        event_type: 'calling.call.collect',
        timestamp: 1,
        params: {
          call_id: 'c',
          control_id: `p-${index}`,
          result: { type: 'digit', params: { digits: '1', terminator: '' } },
        },
      },
    },
  ]);
  return atOnce
    ? [...asked.flat(), ...ended.flat()]
    : asked.flatMap((each, index) => [...each, ...(ended[index] ?? [])]);
};

const logOf = (frames: readonly Frame[]): OperationLog => {
  const log = new OperationLog();
  for (const frame of frames) {
    const direction = typeof frame['method'] === 'string' && frame['method'] !== 'signalwire.event';
    log.framePassed({ at: 1, direction: direction ? 'sent' : 'received', frame } satisfies PassedFrame);
  }
  return log;
};

describe('the log of operations', () => {
  it.each([
    ['one after the other', false],
    ['at once', true],
  ])('looks at each of 8,000 prompts as often as at each of a few: %s', (_, atOnce) => {
    const few = logOf(framesOf(80, atOnce));
    const many = logOf(framesOf(8000, atOnce));
    expect(few.running()).toEqual([]);
    expect(many.running()).toEqual([]);
    expect(many.commands).toHaveLength(8000);
    expect(few.lookups).toBeGreaterThan(0);
    expect(many.lookups).toBe(100 * few.lookups);
  });

  it('looks at what is left once more when the call ends, and never again', () => {
    const ends: Frame = {
      id: 'end',
      method: 'signalwire.event',
      params: {
        event_type: 'calling.call.state',
        timestamp: 1,
        params: { call_id: 'c', node_id: 'n', call_state: 'ended' },
      },
    };
    const asked = framesOf(100, true).slice(0, 200);
    const before = logOf(asked);
    expect(before.running()).toHaveLength(100);
    const after = logOf([...asked, ends, ends, ends]);
    expect(after.running()).toEqual([]);
    expect(after.lookups - before.lookups).toBe(100);
  });
});

it('is complete for a thousand prompts in a row', () => {
  run(({ call, relay, expectObservable, expectOperations }) => {
    relay.events('d'.repeat(1000), { d: collected.digits('1') });
    const again$ = prompt(call).pipe(digits(), repeat(1000), ignoreElements());
    expectObservable(again$).toBe('999ms |');
    expectOperations().toBe([]);
  });
});
