import { phone, tts, type Logger } from 'relay-rx';
import { marbles } from './support/marbles.js';

/** What a logger with `debug` is given while a test runs. */
const lines: string[] = [];
const silent = (): void => undefined;
const logger: Logger = {
  debug: (message) => void lines.push(message),
  info: silent,
  warn: silent,
  error: silent,
};
const { run } = marbles({ client: { logger } });

/** The lines about names on the wire. */
const named = (): readonly string[] => lines.filter((line) => line.includes('by its name on the wire'));

describe('options under their names on the wire', () => {
  beforeEach(() => {
    lines.length = 0;
  });

  it('are accepted, and each is logged with the name that it has in code', () => {
    run(({ call }) => {
      const options = { play: [tts('Hello.')], collect: { digits: { max: 1, digit_timeout: 3 } } };
      call.playAndCollect(options as never).subscribe();
    });
    expect(named()).toEqual([
      'playAndCollect.media is given by its name on the wire, play; in code it is media',
      'playAndCollect.collect.digits.digitTimeout is given by its name on the wire, digit_timeout; in code it is digitTimeout',
    ]);
  });

  it.each<
    [string, Parameters<Parameters<typeof run>[0]>[0] extends infer H ? (helpers: H) => unknown : never]
  >([
    ['a command', ({ call }) => call.answer({ max_duration: 5 } as never)],
    [
      'a dial',
      ({ client }) => client.dial({ devices: phone({ to: '+15550100' }), dial_timeout: 5_000 } as never),
    ],
    [
      'a message',
      ({ client }) =>
        client.sendMessage({ to_number: '+15550100', from_number: '+15550101', body: 'Hi.' } as never),
    ],
    [
      'a bridge',
      ({ call }) =>
        call.bridge({ devices: phone({ to: '+15550100' }), status_url: 'https://a.test' } as never),
    ],
    ['a conference', ({ call }) => call.conference({ name: 'a', end_on_exit: true } as never)],
    [
      'a device',
      ({ call }) => call.connect({ devices: [[{ type: 'phone', to_number: '+15550100' }]] } as never),
    ],
  ])('are logged for %s', (_name, ask) => {
    run((helpers) => void ask(helpers));
    expect(named()).not.toHaveLength(0);
  });

  it("are not looked for in what is the user's own, nor logged for names in camelCase", () => {
    run(({ call }) => {
      call.userEvent({ event: { digit_timeout: 1 } } as never).subscribe();
      call.answer({ maxDuration: 5 }).subscribe();
    });
    expect(named()).toEqual([]);
  });

  it('are refused beside the name in code', () => {
    run(({ call }) => {
      expect(() => call.answer({ maxDuration: 5, max_duration: 5 } as never)).toThrow(
        'answer.maxDuration is given twice, as maxDuration and max_duration',
      );
    });
  });
});
