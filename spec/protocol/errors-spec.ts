import * as generalErrors from '../../lib/protocol/errors.js';
import type { CollectEvent } from '../../lib/protocol/events/collect.js';
import * as resultErrors from '../../lib/protocol/result-errors.js';

const errors = { ...generalErrors, ...resultErrors };
type Errors = typeof errors;

const event = { type: 'calling.call.collect' } as CollectEvent;
const cause = new TypeError('broken');

/** One of each, made by one copy of the module. */
const make = (of: Errors) => ({
  RelayError: new of.RelayError('409', 'conflict', 'calling.play'),
  RelayConnectionError: new of.RelayConnectionError('lost', { cause, delivery: 'unknown' }),
  RelayAuthenticationError: new of.RelayAuthenticationError('refused', { cause }),
  RelaySessionLostError: new of.RelaySessionLostError(),
  RelayProtocolError: new of.RelayProtocolError('garbage', { cause }),
  CallEndedError: new of.CallEndedError('c'),
  FlowError: new of.FlowError('c', cause),
  NotifierError: new of.NotifierError('volume', cause),
  OverloadError: new of.OverloadError('c', 3),
  NoInputError: new of.NoInputError(event),
  NoMatchError: new of.NoMatchError(event),
  CollectError: new of.CollectError(event),
});
type Name = keyof ReturnType<typeof make>;
const names = Object.keys(make(errors)) as Name[];

const codes: Record<Name, string> = {
  RelayError: '409',
  RelayConnectionError: 'ERR_RELAY_CONNECTION',
  RelayAuthenticationError: 'ERR_RELAY_AUTHENTICATION',
  RelaySessionLostError: 'ERR_RELAY_SESSION_LOST',
  RelayProtocolError: 'ERR_RELAY_PROTOCOL',
  CallEndedError: 'ERR_RELAY_CALL_ENDED',
  FlowError: 'ERR_RELAY_FLOW',
  NotifierError: 'ERR_RELAY_NOTIFIER',
  OverloadError: 'ERR_RELAY_OVERLOAD',
  NoInputError: 'ERR_RELAY_NO_INPUT',
  NoMatchError: 'ERR_RELAY_NO_MATCH',
  CollectError: 'ERR_RELAY_COLLECT',
};

/** The classes that are also another's. */
const kin: Partial<Record<Name, Name>> = {
  RelayAuthenticationError: 'RelayConnectionError',
  RelaySessionLostError: 'RelayConnectionError',
};

describe.each(names)('%s', (name) => {
  const error = make(errors)[name];

  it('is an Error with a name, a code and a message', () => {
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(name);
    expect(error.code).toBe(codes[name]);
    expect(error.message).not.toBe('');
    expect(String(error)).toBe(`${name}: ${error.message}`);
    expect(error.stack).toContain('errors-spec');
  });

  it('has a cause where there is one, and no key for it where there is none', () => {
    const caused = [
      'RelayConnectionError',
      'RelayAuthenticationError',
      'RelayProtocolError',
      'FlowError',
      'NotifierError',
    ];
    expect('cause' in error).toBe(caused.includes(name));
    if (caused.includes(name)) expect(error.cause).toBe(cause);
  });

  it('is distinguished from every other class, also by another copy of the library', () => {
    let other: Errors = errors;
    jest.isolateModules(() => {
      other = {
        ...jest.requireActual<typeof generalErrors>('../../lib/protocol/errors.js'),
        ...jest.requireActual<typeof resultErrors>('../../lib/protocol/result-errors.js'),
      };
    });
    expect(other.RelayError).not.toBe(errors.RelayError);
    const theirs = make(other)[name];
    for (const candidate of names) {
      const is = candidate === name || candidate === kin[name];
      expect([candidate, error instanceof errors[candidate]]).toEqual([candidate, is]);
      expect([candidate, theirs instanceof errors[candidate]]).toEqual([candidate, is]);
      expect([candidate, error instanceof other[candidate]]).toEqual([candidate, is]);
    }
  });
});

describe('instanceof', () => {
  it.each([undefined, null, 'RelayError', 7, {}, new Error('no'), Object.create(null)])(
    'is false for %p',
    (value) => {
      for (const name of names) expect((value as unknown) instanceof errors[name]).toBe(false);
    },
  );

  it('holds for a class of one’s own', () => {
    class MyError extends errors.RelayConnectionError {}
    expect(new MyError('x')).toBeInstanceOf(errors.RelayConnectionError);
    expect(new MyError('x')).toBeInstanceOf(MyError);
  });

  it('tells a class of one’s own from what it descends from', () => {
    class MyError extends errors.RelayConnectionError {}
    expect(new errors.RelayConnectionError('x')).not.toBeInstanceOf(MyError);
    expect(new errors.RelaySessionLostError()).not.toBeInstanceOf(MyError);
  });
});

describe('what an error says', () => {
  it('RelayConnectionError: whether a request was sent', () => {
    expect(new errors.RelayConnectionError('x').delivery).toBe('unsent');
    expect(new errors.RelayConnectionError('x', { delivery: 'unknown' }).delivery).toBe('unknown');
  });

  it('FlowError and NotifierError: what failed, whatever it is', () => {
    expect(new errors.FlowError('c', cause).message).toBe('The flow of call c failed: broken');
    const refused = new errors.RelayError('400', 'no such dest', 'calling.transfer');
    expect(new errors.FlowError('c', refused).message).toBe(
      'The flow of call c failed: RELAY refused calling.transfer (400): no such dest',
    );
    expect(new errors.FlowError('c', 'a string').message).toContain('a string');
    for (const odd of [
      undefined,
      null,
      Symbol('odd'),
      Object.create(null),
      {
        toString: () => {
          throw cause;
        },
      },
    ])
      expect(new errors.FlowError('c', odd)).toMatchObject({ name: 'FlowError', cause: odd });
    expect(new errors.NotifierError('volume', cause)).toMatchObject({ command: 'volume', cause });
  });

  it('OverloadError and CallEndedError: which call', () => {
    expect(new errors.OverloadError('c', 3)).toMatchObject({ callId: 'c', maxActiveCalls: 3 });
    expect(new errors.CallEndedError('c')).toMatchObject({ callId: 'c' });
  });

  it('NoInputError, NoMatchError and CollectError: the event that ended it', () => {
    for (const error of [
      new errors.NoInputError(event),
      new errors.NoMatchError(event),
      new errors.CollectError(event),
    ])
      expect(error.event).toBe(event);
  });
});

describe('isGone', () => {
  it.each([
    ['404', true],
    ['410', true],
    ['409', false],
    ['200', false],
    ['-32601', false],
  ])('code %s: %s', (code, gone) => {
    expect(errors.isGone(new errors.RelayError(code, 'x', 'm'))).toBe(gone);
  });

  it('is false for what is no refusal', () => {
    for (const other of [
      new Error('404'),
      { code: '404' },
      new errors.RelayConnectionError('404'),
      undefined,
    ])
      expect(errors.isGone(other)).toBe(false);
  });
});
