import * as relayRx from 'relay-rx';
import * as recording from 'relay-rx/recording';
import * as simulator from 'relay-rx/simulator';
import * as testing from 'relay-rx/testing';

/** The public surface. A name that comes or goes is a decision, and an entry in the changelog. */
describe('the public surface', () => {
  it('of relay-rx', () => {
    expect(Object.keys(relayRx).sort()).toEqual([
      'AIAction',
      'Action',
      'Call',
      'CallEndedError',
      'CollectAction',
      'CollectError',
      'DetectAction',
      'DialError',
      'FaxAction',
      'FlowError',
      'Message',
      'MessageAction',
      'NoInputError',
      'NoMatchError',
      'NotConfirmedError',
      'NotifierError',
      'OverloadError',
      'PayAction',
      'PlayAction',
      'QueueAction',
      'RecordAction',
      'RelayAuthenticationError',
      'RelayClient',
      'RelayConnectionError',
      'RelayError',
      'RelayProtocolError',
      'RelaySessionLostError',
      'SendDigitsAction',
      'StandaloneCollectAction',
      'StoppableAction',
      'StreamAction',
      'TapAction',
      'TranscribeAction',
      'agora',
      'audio',
      'callDevice',
      'confirm',
      'detected',
      'digits',
      'eachCall',
      'gatherDigits',
      'input',
      'menu',
      'outcome',
      'partials',
      'pause',
      'phone',
      'prometheusText',
      'queueDevice',
      'reprompt',
      'resume',
      'ringtone',
      'silence',
      'sip',
      'speech',
      'startInputTimers',
      'stop',
      'streamDevice',
      'tts',
      'volume',
      'webrtc',
    ]);
  });

  it('of relay-rx/testing', () => {
    expect(Object.keys(testing).sort()).toEqual([
      'MarbleAssertionError',
      'MarbleScriptError',
      'RecordingError',
      'ReplayDepartureError',
      'aiState',
      'callEnded',
      'callReceived',
      'callState',
      'callingError',
      'collected',
      'command',
      'conferenceStatus',
      'connectState',
      'denoised',
      'detection',
      'dialState',
      'digitsSent',
      'echoState',
      'event',
      'faxed',
      'holdState',
      'messageReceived',
      'messageState',
      'payState',
      'playback',
      'queued',
      'readRecording',
      'recordState',
      'referState',
      'refusal',
      'relayMarbles',
      'replay',
      'rpcError',
      'streamState',
      'success',
      'tapState',
      'transcribeState',
    ]);
  });

  it('of relay-rx/recording', () => {
    expect(Object.keys(recording).sort()).toEqual([
      'RecordingError',
      'ReplayDepartureError',
      'formatRecording',
      'maskFrames',
      'parseRecording',
      'readRecording',
      'record',
      'replay',
      'trace',
      'traceSvg',
    ]);
  });

  it('of relay-rx/simulator', () => {
    expect(Object.keys(simulator).sort()).toEqual(['JUNK', 'RelayEngine', 'RelaySimulator']);
  });
});
