import { methods, type Method } from '../../../lib/protocol/options/index.js';
import { sdkRequests, type SdkRequest } from '../fixtures/sdk-requests.js';

/** Methods of the client itself, which have no options to read. */
const OF_THE_CLIENT = ['signalwire.receive', 'signalwire.unreceive'];

const NOTHING_TO_PLAY = 'RELAY has nothing to play: `play` is a required list of at least one';
const STEP = 'a prompt of a payment is `for` a step and has `actions`; RELAY knows no `name` and `text`';
const TAP = 'RELAY requires the params of a tap, and an address and a port of an RTP device';

/** The requests that are refused: what they have, why, and how the error begins. */
const refused: readonly [has: string, reason: string, error: string][] = [
  ['{"control_id":"ctl-1","play":[]}', NOTHING_TO_PLAY, 'play.media must be a list of at least 1'],
  ['{"control_id":"ctl-1"}', NOTHING_TO_PLAY, 'play.media is required'],
  ['"prompts":[{"name":"greeting"', STEP, 'pay.prompts[0].name is not an option'],
  ['"device":{"params":{},"type":"rtp"}', TAP, 'tap.device.params.addr is required'],
];
const REFUSED_METHODS = ['calling.play', 'calling.pay', 'calling.tap'];

const table: Readonly<Record<string, Method>> = methods;

/** What stands for the options in a request: what addresses a call or an operation does not. */
function optionsOf({ method, params }: SdkRequest): Record<string, unknown> {
  const { call_id, node_id, ...options } = params;
  if ('controlId' in table[method]!.schema) return options;
  const { control_id, tag, ...others } = options;
  return 'tag' in table[method]!.schema ? { ...others, ...(tag !== undefined && { tag }) } : others;
}

/** What a method puts on the wire for options: the params of a command, an operation or a dial. */
function wire(method: string, options: object): Record<string, unknown> {
  const read = table[method]!.read(options as never) as Record<string, unknown>;
  return { ...read, ...(read['params'] as object | undefined) };
}

const refusal = (request: SdkRequest) => {
  const text = JSON.stringify(optionsOf(request));
  return refused.find(([has]) => REFUSED_METHODS.includes(request.method) && text.includes(has));
};

const requests = sdkRequests.filter(({ method }) => !OF_THE_CLIENT.includes(method));
const titled = (list: readonly SdkRequest[]) =>
  list.map((request): [string, SdkRequest] => [
    `${request.method} ${JSON.stringify(request.params)}`,
    request,
  ]);

describe('the requests of the official SDKs', () => {
  it('are for methods that this library has', () => {
    expect(requests.filter(({ method }) => !(method in table))).toEqual([]);
    expect(requests.length).toBeGreaterThan(120);
  });

  it.each(titled(requests.filter((request) => refusal(request) === undefined)))(
    'are accepted, and go on the wire as they are: %s',
    (_title, request) => {
      const { control_id: controlId, ...options } = optionsOf(request);
      const params = wire(request.method, { ...options, ...(controlId !== undefined && { controlId }) });
      expect(params).toMatchObject(options);
      if (controlId !== undefined) expect([params['controlId'], params['control_id']]).toContain(controlId);
    },
  );

  it.each(refused)('are refused where they have %s: %s', (has, _reason, error) => {
    const request = requests.find((each) => refusal(each)?.[0] === has)!;
    expect(() => wire(request.method, optionsOf(request))).toThrow(error);
  });
});
