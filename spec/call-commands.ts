import type { Observable } from 'rxjs';
import { phone, sip, type Call, type CommandResult } from 'relay-rx';

const prompt = { text: 'Be kind.' };
const device = sip({ to: 'sip:a@example.test', from: 'sip:b@example.test' });

/** Each simple command: what is called, and the frame that it sends beside the call's ids. */
export const commands: Record<
  string,
  [(call: Call) => Observable<CommandResult>, string, Record<string, unknown>]
> = {
  connect: [
    (call) =>
      call.connect({
        devices: [[phone({ to: '+15550101', from: '+15550100' })], [device]],
        ringback: [{ type: 'ringtone', name: 'us' }],
        tag: 'x',
        maxDuration: 60,
      }),
    'calling.connect',
    {
      devices: [
        [{ type: 'phone', params: { to_number: '+15550101', from_number: '+15550100' } }],
        [{ type: 'sip', params: { to: 'sip:a@example.test', from: 'sip:b@example.test' } }],
      ],
      ringback: [{ type: 'ringtone', params: { name: 'us' } }],
      tag: 'x',
      max_duration: 60,
    },
  ],
  disconnect: [(call) => call.disconnect(), 'calling.disconnect', {}],
  hold: [(call) => call.hold(), 'calling.hold', {}],
  unhold: [(call) => call.unhold(), 'calling.unhold', {}],
  denoise: [(call) => call.denoise(), 'calling.denoise', {}],
  denoiseStop: [(call) => call.denoiseStop(), 'calling.denoise.stop', {}],
  echo: [(call) => call.echo({ timeout: 5 }), 'calling.echo', { timeout: 5 }],
  refer: [
    (call) => call.refer({ device: { type: 'sip', params: { to: 'sip:c@example.test' } } }),
    'calling.refer',
    { device: { type: 'sip', params: { to: 'sip:c@example.test' } } },
  ],
  joinConference: [
    (call) => call.joinConference({ name: 'room', muted: true, maxParticipants: 10 }),
    'calling.join_conference',
    { name: 'room', muted: true, max_participants: 10 },
  ],
  leaveConference: [
    (call) => call.leaveConference({ conferenceId: 'cf-1' }),
    'calling.leave_conference',
    { conference_id: 'cf-1' },
  ],
  joinRoom: [(call) => call.joinRoom({ name: 'room' }), 'calling.join_room', { name: 'room' }],
  leaveRoom: [(call) => call.leaveRoom(), 'calling.leave_room', {}],
  bindDigit: [
    (call) =>
      call.bindDigit({
        digits: '*1',
        bindMethod: 'calling.play',
        bindParams: { controlId: 'x', aKey: 1 },
        maxTriggers: 2,
        realm: 'r',
      }),
    'calling.bind_digit',
    {
      digits: '*1',
      bind_method: 'calling.play',
      params: { controlId: 'x', aKey: 1 },
      max_triggers: 2,
      realm: 'r',
    },
  ],
  clearDigitBindings: [
    (call) => call.clearDigitBindings({ realm: 'r' }),
    'calling.clear_digit_bindings',
    { realm: 'r' },
  ],
  liveTranscribe: [
    (call) => call.liveTranscribe({ action: { start: { aKey: 1 } } }),
    'calling.live_transcribe',
    { action: { start: { aKey: 1 } } },
  ],
  liveTranslate: [
    (call) => call.liveTranslate({ action: 'stop' }),
    'calling.live_translate',
    { action: 'stop' },
  ],
  amazonBedrock: [
    (call) => call.amazonBedrock({ prompt, SWAIG: { aKey: 1 }, globalData: { aKey: 2 } }),
    'calling.amazon_bedrock',
    { prompt, SWAIG: { aKey: 1 }, global_data: { aKey: 2 } },
  ],
  aiMessage: [
    (call) => call.aiMessage({ role: 'system', messageText: 'Hello.' }),
    'calling.ai_message',
    { role: 'system', message_text: 'Hello.' },
  ],
  aiHold: [
    (call) => call.aiHold({ timeout: '30', prompt: 'Wait.' }),
    'calling.ai_hold',
    { timeout: '30', prompt: 'Wait.' },
  ],
  aiUnhold: [(call) => call.aiUnhold({ prompt: 'Go on.' }), 'calling.ai_unhold', { prompt: 'Go on.' }],
  userEvent: [(call) => call.userEvent({ event: { aKey: 1 } }), 'calling.user_event', { event: { aKey: 1 } }],
  queueLeave: [
    (call) => call.queueLeave({ controlId: 'mine', queueName: 'support' }),
    'calling.queue.leave',
    { control_id: 'mine', queue_name: 'support' },
  ],
};
