import { guarded, silentLogger, type Logger } from '../../lib/connection/logger.js';

const levels = ['debug', 'info', 'warn', 'error'] as const;

describe('guarded', () => {
  it.each(levels)('hands on %s, with the logger as this', (level) => {
    const lines: unknown[] = [];
    const logger = {
      ...silentLogger,
      [level](this: unknown, ...args: unknown[]) {
        lines.push(this === logger, ...args);
      },
    };
    guarded(logger)[level]('message', { a: 1 });
    expect(lines).toEqual([true, 'message', { a: 1 }]);
  });

  it.each(levels)('survives a logger whose %s throws, or is not there', (level) => {
    const broken = {
      ...silentLogger,
      [level]: () => {
        throw new Error('disk full');
      },
    };
    expect(() => guarded(broken)[level]('message')).not.toThrow();
    expect(() => guarded({} as Logger)[level]('message')).not.toThrow();
  });
});
