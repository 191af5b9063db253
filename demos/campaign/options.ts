// The options on the command line and in the environment.
import { hostname } from 'node:os';
import { parseArgs } from 'node:util';

export const COMMANDS = ['run', 'load', 'work', 'status', 'pause', 'resume', 'results', 'forget'] as const;
export type Command = (typeof COMMANDS)[number];

export interface CampaignOptions {
  readonly command: Command;
  /** The CSV file of contacts. */
  readonly contacts: string | undefined;
  /** The CSV file for the results. */
  readonly results: string | undefined;
  /** The name of the campaign in Redis. */
  readonly name: string;
  /** Calls started per second, by all workers together. */
  readonly rate: number;
  /** Simultaneous calls of this worker. */
  readonly concurrent: number;
  readonly attempts: number;
  /** How long a phone rings, in seconds. */
  readonly ring: number;
  /** The delay before the second call, in seconds. */
  readonly retryDelay: number;
  readonly redialUnknown: boolean;
  /** A file with one number in each line. */
  readonly doNotCall: string | undefined;
  /** How long until another worker takes the contacts of a lost one, in seconds. */
  readonly lock: number;
  /** The name of this worker. */
  readonly as: string;
  /** The URL of Redis. Without it the queue is in this process. */
  readonly redis: string | undefined;
}

export const USAGE = `npm run demo:campaign -- [command] [options]

  run       loads the contacts, calls them, and writes the results (what it does without a command)

With REDIS_URL, as often and on as many machines as you like:
  load      adds the contacts to the campaign; those that it knows are left as they are
  work      calls contacts until it is told to end
  status    says how far it has come
  pause     holds back every call that has not begun, in all workers
  resume    goes on
  results   writes the results so far
  forget    removes the campaign, with all names and numbers, from Redis

  --contacts FILE      id,name,phone,timezone,from,to,text
  --results FILE       id,name,phone,outcome,detail,calls,at
  --name NAME          of the campaign in Redis (reminders)
  --rate N             calls a second, over all workers (1; 5 on the simulator)
  --concurrent N       calls of a worker at a time (100)
  --attempts N         calls to a contact at most (3)
  --ring S             that a phone rings (25; 2 on the simulator)
  --retry-delay S      before the second call; it doubles (900; 1 on the simulator)
  --redial-unknown     calls those again who may have been called by a worker that was lost
  --do-not-call FILE   numbers that are not called, one a line
  --lock S             until the contacts of a lost worker go to another (30)
  --as NAME            of this worker

For real calls: SIGNALWIRE_PROJECT_ID, SIGNALWIRE_API_TOKEN, SIGNALWIRE_SPACE, CAMPAIGN_FROM (your number).
Without them it calls simulated people.`;

const number = (
  name: string,
  text: string | undefined,
  usual: number,
  least: number,
  most: number,
  whole: boolean,
): number => {
  if (text === undefined) return usual;
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most && (!whole || Number.isInteger(value)))
    return value;
  throw new RangeError(
    `--${name} is a ${whole ? 'whole number' : 'number'} from ${least} to ${most}, not '${text}'`,
  );
};

const string = { type: 'string' } as const;

/** @throws an Error that names the wrong option. */
export const readOptions = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  isReal: boolean,
): CampaignOptions => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      contacts: string,
      results: string,
      name: string,
      rate: string,
      concurrent: string,
      attempts: string,
      ring: string,
      'retry-delay': string,
      'redial-unknown': { type: 'boolean' },
      'do-not-call': string,
      lock: string,
      as: string,
    },
  });
  const [given = 'run', ...more] = positionals;
  const command = COMMANDS.find((each) => each === given);
  if (command === undefined || more.length > 0)
    throw new RangeError(`The command is one of ${COMMANDS.join(', ')}, not '${[given, ...more].join(' ')}'`);
  const redis = env['REDIS_URL'] || undefined;
  if (command !== 'run' && redis === undefined)
    throw new RangeError(
      `${command} needs a queue that others share: set REDIS_URL, for example redis://127.0.0.1:6379`,
    );
  if (redis !== undefined && !/^rediss?:\/\//.test(redis))
    throw new RangeError('REDIS_URL must be a URL of redis or rediss, for example redis://127.0.0.1:6379');
  const { name = 'reminders' } = values;
  if (!/^[\w.-]+$/.test(name))
    throw new RangeError(`--name is made of letters, digits, _ . and -, not '${name}'`);
  if (isReal && values.contacts === undefined && (command === 'run' || command === 'load'))
    throw new RangeError('--contacts FILE says who is to be called');
  if (values.results === undefined && command === 'results')
    throw new RangeError('--results FILE says where the results are written');
  return {
    command,
    contacts: values.contacts,
    results: values.results,
    name,
    rate: number('rate', values.rate, isReal ? 1 : 5, 0.001, 1000, false),
    concurrent: number('concurrent', values.concurrent, 100, 1, 10_000, true),
    attempts: number('attempts', values.attempts, 3, 1, 20, true),
    ring: number('ring', values.ring, isReal ? 25 : 2, 1, 120, true),
    retryDelay: number('retry-delay', values['retry-delay'], isReal ? 900 : 1, 0, 86_400, false),
    redialUnknown: values['redial-unknown'] ?? false,
    doNotCall: values['do-not-call'],
    lock: number('lock', values.lock, 30, 1, 3600, false),
    as: values.as ?? `${hostname()}-${process.pid}`,
    redis,
  };
};
