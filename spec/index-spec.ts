import * as relayRx from 'relay-rx';
import * as simulator from 'relay-rx/simulator';
import * as testing from 'relay-rx/testing';

/** The public surface. A name that comes or goes is a decision, and an entry in the changelog. */
describe('the public surface', () => {
  it('of relay-rx', () => {
    expect(Object.keys(relayRx).sort()).toEqual([
      'Action',
      'Call',
      'CallEndedError',
      'CollectAction',
      'CollectError',
      'FlowError',
      'NoInputError',
      'NoMatchError',
      'NotConfirmedError',
      'NotifierError',
      'OverloadError',
      'PlayAction',
      'RelayAuthenticationError',
      'RelayClient',
      'RelayConnectionError',
      'RelayError',
      'RelayProtocolError',
      'RelaySessionLostError',
      'audio',
      'confirm',
      'digits',
      'eachCall',
      'gatherDigits',
      'input',
      'menu',
      'outcome',
      'partials',
      'pause',
      'reprompt',
      'resume',
      'ringtone',
      'silence',
      'speech',
      'startInputTimers',
      'stop',
      'tts',
      'volume',
    ]);
  });

  it('of relay-rx/testing', () => {
    expect(Object.keys(testing).sort()).toEqual([
      'callState',
      'collected',
      'command',
      'event',
      'playback',
      'refusal',
      'relayMarbles',
      'rpcError',
      'success',
    ]);
  });

  it('of relay-rx/simulator', () => {
    expect(Object.keys(simulator).sort()).toEqual(['JUNK', 'RelayEngine', 'RelaySimulator']);
  });
});
