import { endsAI, type AIEvent } from '../protocol/events/ai.js';
import { endsCollect, type CollectEvent } from '../protocol/events/collect.js';
import { detectMeaning, endsDetect, type DetectEvent } from '../protocol/events/detect.js';
import { endsFax, type FaxEvent } from '../protocol/events/fax.js';
import { endsPay, type PayEvent } from '../protocol/events/pay.js';
import { endsPlay, type PlayEvent } from '../protocol/events/play.js';
import { claimsQueue, endsQueue, type QueueEvent } from '../protocol/events/queue.js';
import { endsRecord, type RecordEvent } from '../protocol/events/record.js';
import { endsSendDigits, type SendDigitsEvent } from '../protocol/events/send-digits.js';
import { endsStream, type StreamEvent } from '../protocol/events/stream.js';
import { endsTap, type TapEvent } from '../protocol/events/tap.js';
import { endsTranscribe, type TranscribeEvent } from '../protocol/events/transcribe.js';
import type { RelayEvent } from '../protocol/events/index.js';
import type { CommandName, OperationKind } from './kind.js';

/** Commands named `calling.<operation>.<command>`, as most are. */
function commandsOf(
  operation: string,
  ...names: readonly CommandName[]
): OperationKind<RelayEvent>['commands'] {
  return Object.fromEntries(names.map((name) => [name, `${operation}.${name}`]));
}

/** An operation whose only command is `stop`, and whose events have its name. */
function stoppable<E extends RelayEvent>(
  method: string,
  eventType: E['type'],
  ends: OperationKind<E>['ends'],
): OperationKind<E> {
  return { method, eventType, ends, commands: commandsOf(method, 'stop') };
}

/** An operation that RELAY may finish after the end of its call. */
const endingLate = <E extends RelayEvent>(kind: OperationKind<E>): OperationKind<E> => ({
  ...kind,
  endsLate: true,
});

export const playKind: OperationKind<PlayEvent> = {
  method: 'calling.play',
  eventType: 'calling.call.play',
  ends: endsPlay,
  commands: commandsOf('calling.play', 'stop', 'pause', 'resume', 'volume'),
};

export const recordKind: OperationKind<RecordEvent> = {
  method: 'calling.record',
  eventType: 'calling.call.record',
  ends: endsRecord,
  endsLate: true,
  commands: commandsOf('calling.record', 'stop', 'pause', 'resume'),
};

/** Its input timers are started by the command of a plain collect. */
export const playAndCollectKind: OperationKind<CollectEvent> = {
  method: 'calling.play_and_collect',
  eventType: 'calling.call.collect',
  playbackType: 'calling.call.play',
  ends: endsCollect,
  commands: {
    ...commandsOf('calling.play_and_collect', 'stop', 'volume'),
    startInputTimers: 'calling.collect.start_input_timers',
  },
};

export const collectKind: OperationKind<CollectEvent> = {
  method: 'calling.collect',
  eventType: 'calling.call.collect',
  ends: endsCollect,
  commands: {
    ...commandsOf('calling.collect', 'stop'),
    startInputTimers: 'calling.collect.start_input_timers',
  },
};

/** The result of a detector that `wait` waits for is the first thing it finds, long before it is finished. */
export const detectKind: OperationKind<DetectEvent> = {
  ...stoppable<DetectEvent>('calling.detect', 'calling.call.detect', endsDetect),
  answers: (event) => detectMeaning(event) !== undefined || endsDetect(event),
};

export const sendFaxKind = endingLate(stoppable<FaxEvent>('calling.send_fax', 'calling.call.fax', endsFax));
export const receiveFaxKind = endingLate(
  stoppable<FaxEvent>('calling.receive_fax', 'calling.call.fax', endsFax),
);
export const tapKind = stoppable<TapEvent>('calling.tap', 'calling.call.tap', endsTap);
export const streamKind = stoppable<StreamEvent>('calling.stream', 'calling.call.stream', endsStream);
export const payKind = endingLate(stoppable<PayEvent>('calling.pay', 'calling.call.pay', endsPay));
export const transcribeKind = endingLate(
  stoppable<TranscribeEvent>('calling.transcribe', 'calling.call.transcribe', endsTranscribe),
);
export const aiKind = stoppable<AIEvent>('calling.ai', 'calling.call.ai', endsAI);

/** Digits that were sent cannot be cancelled. */
export const sendDigitsKind: OperationKind<SendDigitsEvent> = {
  method: 'calling.send_digits',
  eventType: 'calling.call.send_digits',
  ends: endsSendDigits,
  commands: {},
};

/** RELAY leaves a queue by its name. The event that the call was taken out may lack a control id. */
export const queueKind: OperationKind<QueueEvent> = {
  method: 'calling.queue.enter',
  eventType: 'calling.call.queue',
  ends: endsQueue,
  claims: claimsQueue,
  commands: { stop: 'calling.queue.leave' },
  stopParams: ['queue_name'],
};
