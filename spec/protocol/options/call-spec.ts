import { readAnswer, readHangup, readTransfer } from '../../../lib/protocol/options/call.js';

describe('readAnswer', () => {
  it('takes nothing, or codecs and a limit', () => {
    expect(readAnswer({})).toEqual({});
    expect(readAnswer({ codecs: ['OPUS', 'PCMU'], maxDuration: 60 })).toEqual({
      codecs: ['OPUS', 'PCMU'],
      max_duration: 60,
    });
    expect(readAnswer({ maxDuration: 60 })).toEqual({ max_duration: 60 });
  });

  it.each([{ maxDuration: 0 }, { maxDuration: 0.5 }, { codecs: 'OPUS' }, { codecs: [''] }])(
    'refuses %j',
    (options) => {
      expect(() => readAnswer(options as never)).toThrow(RangeError);
    },
  );
});

describe('readHangup', () => {
  it('says hangup unless another reason is given', () => {
    expect(readHangup({})).toEqual({ reason: 'hangup' });
    expect(readHangup({ reason: 'busy' })).toEqual({ reason: 'busy' });
  });

  it('refuses what is no reason', () => {
    expect(() => readHangup({ reason: 'tired' as 'busy' })).toThrow(
      /hangup\.reason must be one of hangup, cancel/,
    );
  });
});

describe('readTransfer', () => {
  it('must know where to', () => {
    expect(readTransfer({ dest: 'sales' })).toEqual({ dest: 'sales' });
    expect(() => readTransfer({} as never)).toThrow(/transfer\.dest is required/);
    expect(() => readTransfer({ dest: '' })).toThrow(RangeError);
  });
});
