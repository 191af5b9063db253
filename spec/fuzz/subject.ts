import { RelayClient, phone, tts, type Call } from 'relay-rx';
import { liveCall } from '../../lib/actions/live-call.js';
import { collectKind, playAndCollectKind, recordKind } from '../../lib/actions/kinds.js';
import type { Connection } from '../../lib/connection/connection.js';
import type { RelayEvent } from '../../lib/protocol/events/index.js';
import { Clock, event, hear, inbound, type Heard } from '../connection/support.js';
import { FuzzServer, type FuzzSocket } from './server.js';

/** Credentials that must show up nowhere. */
export const TOKEN = 'PT-5ecret+token=of/the,fuzzer';

/** An operation in progress, of which it is known what each event means for it. */
export interface ObservedOperation {
  readonly callId: string;
  readonly controlId: string;
  readonly eventType: string;
  readonly ends: (event: RelayEvent) => boolean;
  /** Whether its last event may follow the end of its call. */
  readonly endsLate: boolean;
  readonly heard: Heard<RelayEvent>;
}

/** A client in the middle of its work, on a socket without a wire and in virtual time. */
export interface Subject {
  readonly clock: Clock;
  readonly server: FuzzServer;
  readonly client: RelayClient;
  readonly connection: Connection;
  readonly operations: readonly ObservedOperation[];
  /** The events that have come already, and over which socket. */
  readonly said: readonly { readonly text: string; readonly socket: FuzzSocket }[];
  readonly events: Heard<RelayEvent>;
  readonly errors: Heard<Error>;
  readonly frames: Heard<unknown>;
  readonly pending: Heard<unknown>;
  readonly messages: readonly Heard<unknown>[];
  readonly ends: readonly Heard<unknown>[];
  /** Everything that is subscribed to, by name. */
  readonly streams: Readonly<Record<string, Heard<unknown>>>;
  /** What the logger was given. */
  readonly lines: unknown[];
}

export const MAX_ACTIVE_CALLS = 1_000;

/** The ids of what is in flight. Two are names that every object has already. */
export const CALLS = ['call-1', '__proto__'] as const;
export const TAG = 'tag-1';

const DEVICES = [[phone({ from: '+15550100', to: '+15550101' })]];
const MESSAGE = { toNumber: '+15550101', fromNumber: '+15550100', body: 'hello' };

export function setUp(): Subject {
  const clock = new Clock();
  const server = new FuzzServer(clock);
  const lines: unknown[] = [];
  const write = (...line: unknown[]): void => void lines.push(line);
  let ids = 0;
  const client = new RelayClient({
    project: 'p',
    token: TOKEN,
    host: 'relay.invalid',
    contexts: ['default'],
    maxActiveCalls: MAX_ACTIVE_CALLS,
    scheduler: clock,
    socket: server.connect,
    generateId: () => `id-${(ids += 1)}`,
    reconnect: { initialDelay: 1_000, random: () => 0.5 },
    logger: { debug: write, info: write, warn: write, error: write },
  });

  const streams: Record<string, Heard<unknown>> = {};
  const listen = <T>(name: string, source: Parameters<typeof hear<T>>[0]): Heard<T> => {
    const heard = hear(source);
    streams[name] = heard;
    return heard;
  };
  const errors = listen('errors$', client.errors$);
  const frames = listen('frames$', client.frames$);
  const events = listen('client', client);
  const calls = listen<Call>('calls$', client.calls$);
  listen('messages$', client.messages$);
  listen('status$', client.status$);
  listen('activeCalls$', client.activeCalls$);
  listen('metrics$', client.metrics$);
  listen('on play', client.on('calling.call.play'));
  listen('on __proto__', client.on('__proto__'));
  clock.advance(5);

  const said: { text: string; socket: FuzzSocket }[] = [];
  const sayFrame = (frame: object): void => {
    const { socket } = server;
    if (socket === undefined) throw new Error('There is no socket to say anything on');
    const text = JSON.stringify(frame);
    said.push({ text, socket });
    socket.say(text);
  };
  const say = (type: string, params: object): void => sayFrame(event(type, params, `stage-${type}`));
  for (const callId of CALLS) sayFrame(inbound(callId));
  const [one, other] = calls.values as [Call, Call];
  for (const call of [one, other]) {
    listen(`${call.callId} answer`, call.answer());
    listen(`${call.callId} events$`, call.events$);
    listen(`${call.callId} state$`, call.state$);
  }
  const ends = [one, other].map((call) => listen(`${call.callId} ended$`, call.ended$));

  const prompt = one.playAndCollect({
    controlId: 'prompt-1',
    media: [tts('Press.')],
    collect: { digits: { max: 1 } },
  });
  listen('playback$', prompt.playback$);
  const operation = <E extends RelayEvent>(
    call: Call,
    controlId: string,
    kind: { readonly eventType: string; readonly ends: (event: E) => boolean; readonly endsLate?: boolean },
    source: Parameters<typeof hear<E>>[0],
  ): ObservedOperation => ({
    callId: call.callId,
    controlId,
    eventType: kind.eventType,
    ends: (each) => kind.ends(each as E),
    endsLate: kind.endsLate === true,
    heard: listen<RelayEvent>(`${call.callId} ${controlId}`, source),
  });
  const operations = [
    operation(one, 'prompt-1', playAndCollectKind, prompt),
    operation(one, 'record-1', recordKind, one.record({ controlId: 'record-1' })),
    operation(
      other,
      'constructor',
      collectKind,
      other.collect({ controlId: 'constructor', digits: { max: 1 } }),
    ),
  ];

  listen('dial', client.dial({ devices: DEVICES, tag: TAG, dialTimeout: 1_000_000 }));
  const messages = [listen('message-1', client.sendMessage(MESSAGE))];
  server.answerHeld('messaging.send', { code: '200', message: 'OK', message_id: 'message-1' });
  messages.push(listen('message-2', client.sendMessage(MESSAGE)));
  const pending = listen('execute', client.execute('spec.pending'));
  clock.advance(5);
  say('calling.call.state', { call_id: 'leg-1', node_id: 'n', call_state: 'created', tag: TAG });
  say('messaging.state', { message_id: 'message-1', message_state: 'queued' });

  const { connection } = (one as unknown as { readonly [liveCall]: { readonly connection: Connection } })[
    liveCall
  ];
  return {
    ...{ clock, server, client, connection, operations, said, events, errors, frames },
    ...{ pending, messages, ends, streams, lines },
  };
}
