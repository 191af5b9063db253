import { map, switchMap, timer } from 'rxjs';
import { RelayError, type Call, type PlayEvent } from 'relay-rx';
import { callState, collected, command, denoised, playback, refusal } from 'relay-rx/testing';
import { held, run } from './support/marbles.js';

const ids = { call_id: 'call-1', node_id: 'node-1' };
const play = [{ type: 'tts', params: { text: 'Hello.', language: 'en-GB' } }];

describe('a call', () => {
  it('says who it is', () => {
    run(({ relay }) => {
      const device = { type: 'sip', params: { from: 'sip:a@example.test', to: 'sip:b@example.test' } };
      const call = relay.call({ tag: 'vip', projectId: 'p-1', segmentId: 's-1', context: 'office', device });
      expect(call).toMatchObject({
        callId: 'call-2',
        nodeId: 'node-1',
        projectId: 'p-1',
        segmentId: 's-1',
        context: 'office',
        tag: 'vip',
        direction: 'inbound',
        device,
        state: 'created',
      });
    });
  });

  it('tells its state, the one of now first, until it ends', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-ra-(EX)', {
        r: callState('ringing'),
        a: callState('answered'),
        E: callState('ended', { endReason: 'busy' }),
        X: callState('answered'),
      });
      const states = { c: 'created', r: 'ringing', a: 'answered', e: 'ended' };
      expectObservable(call.state$).toBe('cra-(e|)', states);
      expectObservable(call.state$, '---^').toBe('---a(e|)', states);
      expectObservable(call.state$, '------^').toBe('------(e|)', states);
      expectObservable(timer(7).pipe(map(() => call.state))).toBe('-------(e|)', states);
    });
  });

  it('replays how it ended', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('--E', { E: callState('ended', { endReason: 'busy' }) });
      const reason = call.ended$.pipe(
        map(({ reason, event }) => (event?.endReason === reason ? reason : event)),
      );
      expectObservable(reason).toBe('--(r|)', { r: 'busy' });
      expectObservable(reason, '----^').toBe('----(r|)', { r: 'busy' });
    });
  });

  it('tells its own events alone, all of them or those of one type', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-abcE', {
        a: denoised(true),
        b: denoised(false, { callId: 'call-9' }),
        c: playback('playing', { controlId: 'x' }),
        E: callState('ended'),
      });
      const types = { a: 'calling.call.denoise', c: 'calling.call.play', E: 'calling.call.state' };
      expectObservable(call.events$.pipe(map(({ type }) => type))).toBe('-a-c(E|)', types);
      expectObservable(call.on('calling.call.play').pipe(map((each: PlayEvent) => each.state))).toBe(
        '---p|',
        { p: 'playing' },
      );
    });
  });
});

describe('a simple command', () => {
  const commands: [string, (call: Call) => ReturnType<Call['answer']>, ReturnType<typeof command>][] = [
    ['answer', (call) => call.answer(), command('calling.answer', ids)],
    [
      'answer with options',
      (call) => call.answer({ codecs: ['OPUS'], maxDuration: 60 }),
      command('calling.answer', { ...ids, codecs: ['OPUS'], max_duration: 60 }),
    ],
    ['hangup', (call) => call.hangup(), command('calling.end', { ...ids, reason: 'hangup' })],
    [
      'hangup with a reason',
      (call) => call.hangup({ reason: 'busy' }),
      command('calling.end', { ...ids, reason: 'busy' }),
    ],
    ['pass', (call) => call.pass(), command('calling.pass', ids)],
    [
      'transfer',
      (call) => call.transfer({ dest: 'sales' }),
      command('calling.transfer', { ...ids, dest: 'sales' }),
    ],
  ];

  it.each(commands)('%s sends once for each subscription, emits the answer and completes', (_, ask, sent) => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.answers(sent.method, '--s');
      const asked = ask(call);
      expectObservable(asked, '-^').toBe('---(a|)', { a: { code: '200', message: 'OK' } });
      expectObservable(asked, '--^').toBe('----(a|)', { a: { code: '200', message: 'OK' } });
      expectCommands().toBe('-aa', { a: sent });
    });
  });

  it('errors with a refusal, and the call goes on', () => {
    run(({ call, relay, expectObservable }) => {
      relay.answers('calling.transfer', '-r', { r: refusal('400', 'no such dest') });
      expectObservable(call.transfer({ dest: 'x' })).toBe(
        '-#',
        {},
        new RelayError('400', 'no such dest', 'calling.transfer'),
      );
      expectObservable(call.state$).toBe('c', { c: 'created' });
    });
  });

  it.each(['404', '410'])('completes empty on %s, and the call has ended', (code) => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.answer', '-r', { r: refusal(code) });
      expectObservable(call.answer()).toBe('-|');
      expectObservable(call.state$).toBe('c(e|)', { c: 'created', e: 'ended' });
      expectObservable(call.ended$).toBe('-(g|)', { g: { reason: 'gone' } });
      expectObservable(call.events$).toBe('-|');
      expectObservable(call.answer(), '---^').toBe('---|');
      expectCommands().toBe('a', { a: command('calling.answer', ids) });
    });
  });

  it('throws what is wrong with its options, before anything is sent', () => {
    run(({ call, expectCommands }) => {
      expect(() => call.answer({ maxDuration: 0 })).toThrow(/answer\.maxDuration.*at least 1.*0/);
      expect(() => call.hangup({ reason: 'bored' as 'busy' })).toThrow(/hangup\.reason.*noAnswer.*'bored'/);
      expect(() => call.transfer({} as { dest: string })).toThrow(/transfer\.dest.*required/);
      expectCommands().toBe('');
    });
  });
});

describe('playing', () => {
  const each: [string, (call: Call) => ReturnType<Call['play']>, Record<string, unknown>][] = [
    [
      'play',
      (call) =>
        call.play({
          media: [{ type: 'tts', text: 'Hello.', language: 'en-GB' }],
          loop: 2,
          direction: 'both',
        }),
      { play, loop: 2, direction: 'both' },
    ],
    [
      'playTTS',
      (call) => call.playTTS({ text: 'Hello.', language: 'en-GB', volume: 3 }),
      { play, volume: 3 },
    ],
    [
      'playAudio',
      (call) => call.playAudio({ url: 'https://example.test/a.mp3' }),
      { play: [{ type: 'audio', params: { url: 'https://example.test/a.mp3' } }] },
    ],
    [
      'playSilence',
      (call) => call.playSilence({ duration: 1.5 }),
      { play: [{ type: 'silence', params: { duration: 1.5 } }] },
    ],
    [
      'playRingtone',
      (call) => call.playRingtone({ name: 'us', duration: 3 }),
      { play: [{ type: 'ringtone', params: { name: 'us', duration: 3 } }] },
    ],
  ];

  it.each(each)('%s emits its events and completes when it is finished', (_, start, params) => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-pqpf', { p: playback('playing'), q: playback('paused'), f: playback('finished') });
      const states = { p: 'playing', q: 'paused', f: 'finished' };
      expectObservable(start(call).pipe(map(({ state }) => state))).toBe('-pqp(f|)', states);
      expectCommands().toBe('c', { c: command('calling.play', params) });
    });
  });

  it('completes on an error of the playback', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-e', { e: playback('error') });
      expectObservable(call.playTTS({ text: 'Hello.' }).pipe(map(({ state }) => state))).toBe('-(e|)', {
        e: 'error',
      });
    });
  });

  it('is stopped when it is left', () => {
    run(({ call, expectObservable, expectCommands }) => {
      expectObservable(call.playTTS({ text: 'Hello.' }), '^--!').toBe('---');
      expectCommands().toBe('c--s', { c: command('calling.play'), s: command('calling.play.stop') });
    });
  });
});

describe('prompting', () => {
  const collect = { digits: { max: 1 } };

  it.each<[string, (call: Call) => ReturnType<Call['playAndCollect']>, unknown]>([
    ['promptTTS', (call) => call.promptTTS({ text: 'Hello.', language: 'en-GB', collect }), play],
    [
      'promptAudio',
      (call) => call.promptAudio({ url: 'https://example.test/a.mp3', collect }),
      [{ type: 'audio', params: { url: 'https://example.test/a.mp3' } }],
    ],
  ])('%s asks with one medium', (_, start, media) => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-d', { d: collected.digits('1') });
      expectObservable(start(call).pipe(map(({ result }) => result?.type))).toBe('-(d|)', { d: 'digit' });
      expectCommands().toBe('c', { c: command('calling.play_and_collect', { play: media, collect }) });
    });
  });
});

describe('the connection', () => {
  it('is held by a live call, and let go when it has ended', () => {
    run(({ call, client, relay, expectObservable }) => {
      relay.events('--E', { E: callState('ended') });
      expectObservable(client.status$).toBe('c-d', { c: 'connected', d: 'disconnected' });
      expectObservable(timer(4).pipe(map(() => held(call).calls))).toBe('----(n|)', { n: 0 });
    });
  });

  it('is kept over a turn in which nobody holds it', () => {
    run(({ call, client, relay, expectObservable }) => {
      relay.events('--E', { E: callState('ended') });
      const again = call.ended$.pipe(switchMap(() => client.calls$));
      expectObservable(again).toBe('-----');
      expectObservable(client.status$).toBe('c', { c: 'connected' });
    });
  });
});
