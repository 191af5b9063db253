import { left, right } from 'fp-ts/lib/Either.js';
import { throwError } from 'rxjs';
import {
  CollectError,
  NoInputError,
  NoMatchError,
  RelayConnectionError,
  RelayError,
  digits,
  input,
  outcome,
  partials,
  speech,
} from 'relay-rx';
import { run } from '../support/marbles.js';
import { operatorCases, told, type Row } from './cases.js';

/** Jest compares errors by their message; these must also be of the class, and carry the event. */
const failure = (errorClass: new (event: never) => Error, event: unknown): unknown =>
  Object.assign(expect.objectContaining({ name: errorClass.name, event }) as object, {});

const failures: Record<string, Row> = {
  'fails with NoInputError on a no_input result': {
    source: '-n',
    expected: '-#',
    subscribed: '^!',
    error: failure(NoInputError, told.n),
  },
  'fails with NoInputError on the state no_input': {
    source: '-N',
    expected: '-#',
    subscribed: '^!',
    error: failure(NoInputError, told.N),
  },
  'fails with NoMatchError on a no_match result': {
    source: '-m',
    expected: '-#',
    subscribed: '^!',
    error: failure(NoMatchError, told.m),
  },
  'fails with NoMatchError on the state no_match': {
    source: '-M',
    expected: '-#',
    subscribed: '^!',
    error: failure(NoMatchError, told.M),
  },
  'fails with NoMatchError on a result of an unknown type': {
    source: '-g',
    expected: '-#',
    subscribed: '^!',
    error: failure(NoMatchError, told.g),
  },
  'fails with CollectError on an error result': {
    source: '-e',
    expected: '-#',
    subscribed: '^!',
    error: failure(CollectError, told.e),
  },
  'fails with CollectError on the state error': {
    source: '-E',
    expected: '-#',
    subscribed: '^!',
    error: failure(CollectError, told.E),
  },
  'completes without a value on an end without a result': {
    source: '-s-(f|)',
    expected: '---|',
    subscribed: '^--!',
  },
};

operatorCases('digits', digits, {
  'emits the digits of the terminal result, leaving progress out': {
    source: '-s-p-q-c-(d|)',
    expected: '---------(x|)',
    subscribed: '^--------!',
    values: { x: '12' },
  },
  'emits each final result of continuous mode': {
    source: '-q-D-q-D-(f|)',
    expected: '---x---x-|',
    subscribed: '^--------!',
    values: { x: '3' },
  },
  'fails with NoMatchError when speech comes instead': {
    source: '-p-t',
    expected: '---#',
    subscribed: '^--!',
    error: failure(NoMatchError, told.t),
  },
  ...failures,
});

operatorCases('digits with limits', () => digits({ min: 1, max: 2, pattern: /^1/g }), {
  'emits digits that are within them, each time anew': {
    source: '-A-A-(d|)',
    expected: '-y-y-(x|)',
    subscribed: '^----!',
    values: { x: '12', y: '1' },
  },
  'fails with NoMatchError on fewer': {
    source: '-b',
    expected: '-#',
    subscribed: '^!',
    error: failure(NoMatchError, told.b),
  },
  'fails with NoMatchError on more': {
    source: '-l',
    expected: '-#',
    subscribed: '^!',
    error: failure(NoMatchError, told.l),
  },
  'fails with NoMatchError on what the pattern does not match': {
    source: '-D',
    expected: '-#',
    subscribed: '^!',
    error: failure(NoMatchError, told.D),
  },
  ...failures,
});

operatorCases('digits with min: 0', () => digits({ min: 0, max: 2 }), {
  'emits nothing pressed but a terminator as the empty string': {
    source: '-(b|)',
    expected: '-(x|)',
    subscribed: '^!',
    values: { x: '' },
  },
});

describe('digits', () => {
  it('takes a bare terminator where there is no limit', () => {
    run(({ cold, expectObservable }) => {
      expectObservable(cold('-(b|)', told).pipe(digits())).toBe('-(x|)', { x: '' });
    });
  });

  it.each([
    ['min', { min: -1 }],
    ['min', { min: 1.5 }],
    ['min', { min: 3, max: 2 }],
    ['max', { max: 0 }],
    ['pattern', { pattern: '1' }],
    ['length', { length: 4 }],
  ])('refuses a wrong %s as it is called: %j', (option, limits) => {
    expect(() => digits(limits as never)).toThrow(new RegExp(`^digits\\.${option} `));
  });
});

operatorCases(
  'speech',
  speech,
  {
    'emits the text of the terminal result, leaving progress out': {
      source: '-s-p-(t|)',
      expected: '-----(x|)',
      subscribed: '^----!',
      values: { x: 'sales' },
    },
    'emits each final result of continuous mode': {
      source: '-T-T-(f|)',
      expected: '-x-x-|',
      subscribed: '^----!',
      values: { x: 'more' },
    },
    'fails with NoMatchError when digits come instead': {
      source: '-q-d',
      expected: '---#',
      subscribed: '^--!',
      error: failure(NoMatchError, told.d),
    },
    ...failures,
  },
  't',
);

operatorCases('input', input, {
  'emits digits and speech as they are': {
    source: '-D-T-(d|)',
    expected: '-x-y-(z|)',
    subscribed: '^----!',
    values: {
      x: { type: 'digit', digits: '3', terminator: undefined },
      y: { type: 'speech', text: 'more', confidence: 80 },
      z: { type: 'digit', digits: '12', terminator: '#' },
    },
  },
  ...failures,
});

operatorCases('outcome', outcome, {
  'emits the input on the right': {
    source: '-s-D-(t|)',
    expected: '---x-(y|)',
    subscribed: '^----!',
    values: {
      x: right({ type: 'digit', digits: '3', terminator: undefined }),
      y: right({ type: 'speech', text: 'sales', confidence: 90 }),
    },
  },
  'emits the failure on the left, and goes on to the end': {
    source: '-(n|)',
    expected: '-(x|)',
    subscribed: '^!',
    values: { x: left(new NoInputError(told.n)) },
  },
  'completes without a value on an end without a result': {
    source: '-(f|)',
    expected: '-|',
    subscribed: '^!',
  },
});

describe('outcome', () => {
  it.each([
    ['a refusal', new RelayError('400', 'no', 'calling.play_and_collect')],
    ['the loss of the connection', new RelayConnectionError('gone')],
  ])('gives %s on the left', (_, error) => {
    run(({ expectObservable }) => {
      expectObservable(throwError(() => error).pipe(outcome())).toBe('(x|)', { x: left(error) });
    });
  });
});

operatorCases(
  'partials',
  partials,
  {
    'emits progress alone': {
      source: '-s-p-q-c-D-(d|)',
      expected: '-s-p-q-c---|',
      subscribed: '^----------!',
      values: told,
    },
  },
  'p',
);
