import { collect } from '../../../lib/protocol/options/collect.js';

const digits = { max: 1 };

const thrown = (given: unknown): Error => {
  try {
    collect(given, 'collect');
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
};

describe('collect', () => {
  const full = {
    initialTimeout: 4,
    digits: { max: 4, digitTimeout: 2.5, terminators: '#*' },
    speech: {
      endSilenceTimeout: 1,
      speechTimeout: 60,
      language: 'en-US',
      hints: ['sales', 'support'],
      engine: 'Google',
      model: 'telephony',
    },
    partialResults: true,
    continuous: false,
    sendStartOfInput: true,
    startInputTimers: false,
  };
  const wire = {
    initial_timeout: 4,
    digits: { max: 4, digit_timeout: 2.5, terminators: '#*' },
    speech: {
      end_silence_timeout: 1,
      speech_timeout: 60,
      language: 'en-US',
      hints: ['sales', 'support'],
      engine: 'Google',
      model: 'telephony',
    },
    partial_results: true,
    continuous: false,
    send_start_of_input: true,
    start_input_timers: false,
  };

  it('goes out under the wire’s names, whichever it was given under', () => {
    expect(collect(full, 'collect')).toEqual(wire);
    expect(collect(wire, 'collect')).toEqual(wire);
    expect(collect({ ...wire, digits: full.digits }, 'collect')).toEqual(wire);
  });

  it('says nothing of what is left out: the defaults are RELAY’s', () => {
    expect(collect({ digits: { max: 1, terminators: undefined }, speech: undefined }, 'collect')).toEqual({
      digits,
    });
    expect(collect({ speech: {} }, 'collect')).toEqual({ speech: {} });
  });

  it.each([[{}], [{ initialTimeout: 4 }], [{ digits: undefined }]])(
    'asks for at least one of digits and speech: %j',
    (given) => {
      expect(thrown(given)).toBeInstanceOf(RangeError);
      expect(thrown(given).message).toContain('at least one of digits and speech');
    },
  );

  it('takes every key of a keypad for a terminator, and any number of them', () => {
    for (const terminators of ['#', '*', '0123456789*#ABCD'])
      expect(collect({ digits: { max: 1, terminators } }, 'collect')).toEqual({
        digits: { max: 1, terminators },
      });
  });

  const seconds = 'a number of seconds, 0 or more';
  it.each([
    [{ digits: { max: 0 } }, 'digits.max', 'a whole number of at least 1; got 0'],
    [{ digits: { max: -1 } }, 'digits.max', 'a whole number of at least 1; got -1'],
    [{ digits: { max: 1.5 } }, 'digits.max', 'a whole number of at least 1; got 1.5'],
    [{ digits: { max: Infinity } }, 'digits.max', 'a whole number of at least 1; got Infinity'],
    [{ digits: { max: '4' } }, 'digits.max', "a whole number of at least 1; got '4'"],
    [{ digits: { max: 1, terminators: '' } }, 'digits.terminators', 'one or more of the keys 0-9 * # A-D'],
    [{ digits: { max: 1, terminators: 'E' } }, 'digits.terminators', 'one or more of the keys 0-9 * # A-D'],
    [{ digits: { max: 1, terminators: 'a' } }, 'digits.terminators', 'one or more of the keys 0-9 * # A-D'],
    [{ digits: { max: 1, terminators: '# ' } }, 'digits.terminators', 'one or more of the keys 0-9 * # A-D'],
    [{ digits: { max: 1, terminators: ['#'] } }, 'digits.terminators', 'one or more of the keys 0-9 * # A-D'],
    [{ digits: { max: 1, digitTimeout: -1 } }, 'digits.digitTimeout', `${seconds}; got -1`],
    [{ digits: { max: 1, digit_timeout: NaN } }, 'digits.digitTimeout', `${seconds}; got NaN`],
    [{ digits, initialTimeout: -0.1 }, 'initialTimeout', `${seconds}; got -0.1`],
    [{ digits, initialTimeout: Infinity }, 'initialTimeout', `${seconds}; got Infinity`],
    [{ digits, initialTimeout: '4' }, 'initialTimeout', `${seconds}; got '4'`],
    [{ speech: { endSilenceTimeout: -1 } }, 'speech.endSilenceTimeout', seconds],
    [{ speech: { speechTimeout: null } }, 'speech.speechTimeout', seconds],
    [{ speech: { language: '' } }, 'speech.language', 'a string that is not empty'],
    [{ speech: { hints: 'sales' } }, 'speech.hints', 'a list'],
    [{ speech: { hints: ['sales', ''] } }, 'speech.hints[1]', 'a string that is not empty'],
    [{ digits, partialResults: 1 }, 'partialResults', 'true or false'],
    [{ digits, continuous: 'yes' }, 'continuous', 'true or false'],
    [{ digits, sendStartOfInput: null }, 'sendStartOfInput', 'true or false'],
    [{ digits, start_input_timers: 0 }, 'startInputTimers', 'true or false'],
  ])('is in range: %j', (given, path, expected) => {
    const error = thrown(given);
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toHaveProperty('code', 'ERR_RELAY_OPTION');
    expect(error.message).toContain(`collect.${path} must be ${expected}`);
  });

  it.each([
    [{ digits: {} }, 'collect.digits.max is required'],
    [{ digits: [] }, 'collect.digits must be an object'],
    [{ digits: null }, 'collect.digits must be an object'],
    [{ speech: true }, 'collect.speech must be an object'],
    [
      { digits, speach: {} },
      'collect.speach is not an option; the options are initialTimeout, digits, speech',
    ],
    [
      { digits: { max: 1, least: 1 } },
      'collect.digits.least is not an option; the options are max, min, digitTimeout, terminators',
    ],
    [{ digits, initialTimeout: 1, initial_timeout: 1 }, 'collect.initialTimeout is given twice'],
    [null, 'collect must be an object'],
  ])('is of the right kind: %j', (given, said) => {
    const error = thrown(given);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toHaveProperty('code', 'ERR_RELAY_OPTION');
    expect(error.message).toContain(said);
  });
});
