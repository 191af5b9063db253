import {
  readAIHold,
  readAIMessage,
  readAIUnhold,
  readAmazonBedrock,
} from '../../../lib/protocol/options/ai-commands.js';
import { readBindDigit, readClearDigitBindings } from '../../../lib/protocol/options/bind-digit.js';
import {
  readJoinConference,
  readJoinRoom,
  readLeaveConference,
} from '../../../lib/protocol/options/conference.js';
import { readEcho } from '../../../lib/protocol/options/echo.js';
import { readLiveTranscribe, readLiveTranslate } from '../../../lib/protocol/options/live.js';
import { readSendMessage } from '../../../lib/protocol/options/message.js';
import { readVolume } from '../../../lib/protocol/options/nothing.js';
import { readUserEvent } from '../../../lib/protocol/options/user-event.js';

const url = 'https://example.test/';
const own = Object.freeze({ camelCase: { snake_case: 1 } });
const message = { toNumber: '+15550101', fromNumber: '+15550100' };

describe('the options of commands', () => {
  it.each<[string, (options: never) => unknown, object, object]>([
    [
      'bind a digit',
      readBindDigit,
      { digits: '*1', bindMethod: 'calling.play', bindParams: own, realm: 'r', maxTriggers: 0 },
      { digits: '*1', bind_method: 'calling.play', params: own, realm: 'r', max_triggers: 0 },
    ],
    [
      'bind a digit by the wire',
      readBindDigit,
      { digits: '*1', bind_method: 'calling.play', params: own },
      { digits: '*1', bind_method: 'calling.play', params: own },
    ],
    ['clear bindings', readClearDigitBindings, { realm: 'r' }, { realm: 'r' }],
    [
      'amazon bedrock',
      readAmazonBedrock,
      { prompt: 'Hi.', SWAIG: own, params: own, globalData: own, postPrompt: own, postPromptUrl: url },
      { prompt: 'Hi.', SWAIG: own, params: own, global_data: own, post_prompt: own, post_prompt_url: url },
    ],
    [
      'message an agent',
      readAIMessage,
      { messageText: 'Hi.', role: 'system', reset: own, globalData: own },
      { message_text: 'Hi.', role: 'system', reset: own, global_data: own },
    ],
    ['hold an agent', readAIHold, { timeout: 30, prompt: 'Wait.' }, { timeout: '30', prompt: 'Wait.' }],
    ['hold an agent by text', readAIHold, { timeout: '30' }, { timeout: '30' }],
    ['unhold an agent', readAIUnhold, { prompt: 'Here.' }, { prompt: 'Here.' }],
    [
      'join a conference',
      readJoinConference,
      {
        name: 'c',
        startOnEnter: false,
        maxParticipants: 250,
        statusCallbackEventType: 'relay',
        stream: { url: 'wss://a.test', statusUrlMethod: 'GET' },
      },
      {
        name: 'c',
        start_on_enter: false,
        max_participants: 250,
        status_callback_event_type: 'relay',
        stream: { url: 'wss://a.test', status_url_method: 'GET' },
      },
    ],
    ['leave a conference', readLeaveConference, { conferenceId: 'c' }, { conference_id: 'c' }],
    ['join a room', readJoinRoom, { name: 'r', statusUrl: url }, { name: 'r', status_url: url }],
    ['echo', readEcho, { timeout: 0, statusUrl: url }, { timeout: 0, status_url: url }],
    ['transcribe live', readLiveTranscribe, { action: own }, { action: own }],
    [
      'translate live',
      readLiveTranslate,
      { action: 'stop', statusUrl: url },
      { action: 'stop', status_url: url },
    ],
    ['a user event', readUserEvent, { event: own }, { event: own }],
    ['a volume', readVolume, { volume: -40 }, { volume: -40 }],
    [
      'a message',
      readSendMessage,
      { ...message, body: 'Hi.', media: [url], context: 'c', tags: ['t'], region: 'us' },
      {
        to_number: '+15550101',
        from_number: '+15550100',
        body: 'Hi.',
        media: [url],
        context: 'c',
        tags: ['t'],
        region: 'us',
      },
    ],
    [
      'a message by the wire',
      readSendMessage,
      { to_number: '+15550101', from_number: '+15550100', body: 'Hi.' },
      { to_number: '+15550101', from_number: '+15550100', body: 'Hi.' },
    ],
  ])('%s', (_title, read, options, wire) => {
    expect(read(options as never)).toEqual(wire);
  });

  it.each<[string, (options: never) => unknown, object, string]>([
    ['a binding to no key', readBindDigit, { digits: 'w', bindMethod: 'calling.play' }, 'bindDigit.digits'],
    ['a binding to nothing', readBindDigit, { digits: '1' }, 'bindDigit.bindMethod is required'],
    [
      'params given twice',
      readBindDigit,
      { digits: '1', bindMethod: 'm', bindParams: {}, params: {} },
      'given twice',
    ],
    [
      'a role that is none',
      readAIMessage,
      { role: 'boss' },
      'aiMessage.role must be one of system, user, assistant',
    ],
    ['a share of a second', readAIHold, { timeout: 1.5 }, 'aiHold.timeout'],
    [
      'a crowd',
      readJoinConference,
      { name: 'c', maxParticipants: 100_001 },
      'joinConference.maxParticipants must be a whole number from 1 to 100000',
    ],
    ['a beep that is none', readJoinConference, { name: 'c', beep: true }, 'joinConference.beep'],
    ['a stream by http', readJoinConference, { name: 'c', stream: { url } }, 'joinConference.stream.url'],
    ['a volume above 40 dB', readVolume, { volume: 41 }, 'volume.volume must be a volume from -40 to 40 dB'],
    ['a message that says nothing', readSendMessage, message, 'sendMessage needs a body or media'],
    [
      'a message without pictures',
      readSendMessage,
      { ...message, media: [] },
      'sendMessage.media must be a list of at least 1',
    ],
    [
      'a message to a name',
      readSendMessage,
      { ...message, toNumber: 'Alice', body: 'Hi.' },
      'sendMessage.toNumber must be a phone number in E.164',
    ],
    ['no action', readLiveTranscribe, {}, 'liveTranscribe.action is required'],
  ])('refuse %s', (_title, read, options, text) => {
    expect(() => read(options as never)).toThrow(text);
  });
});
