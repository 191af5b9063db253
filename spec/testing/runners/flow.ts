import { digits, tts, type Call } from 'relay-rx';
import { collected, type RelayMarbles } from 'relay-rx/testing';

const menu = (call: Call) =>
  call.playAndCollect({ media: [tts('Press 1.')], collect: { digits: { max: 1 } } }).pipe(digits());

/** A test that passes, and one that does not, for any runner. */
export const tests = ({ run }: RelayMarbles) => ({
  right: () =>
    run(({ call, relay, expectObservable }) => {
      relay.events('             --------d', { d: collected.digits('1') });
      expectObservable(menu(call)).toBe('--------(x|)', { x: '1' });
    }),
  wrong: () =>
    run(({ call, relay, expectObservable }) => {
      relay.events('             -----------d', { d: collected.digits('1') });
      expectObservable(menu(call)).toBe('--------(x|)', { x: '1' });
    }),
});
