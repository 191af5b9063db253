import { readFileSync } from 'node:fs';
import { RecordingError, readRecording, trace, traceSvg } from 'relay-rx/recording';
import { lanesOf } from '../../lib/recording/drawing/lanes.js';
import { Written, call as ids } from './written.js';

const golden = (name: string): string => readFileSync(`spec/recording/golden/${name}`, 'utf8');
const menu = readRecording('demos/recordings/menu.jsonl');

/** Some of everything: drops, refusals, a dial, messages, raw requests, junk. */
export const everything = (() => {
  const device = { type: 'phone', params: { to_number: '+15550102', from_number: '+15550100' } };
  const play = { control_id: 'music', play: [{ type: 'audio', params: { url: 'https://x.test/1.mp3' } }] };
  const collect = { control_id: 'prompt', play: [{ type: 'tts', params: { text: 'Say <"yes"> & wait' } }] };
  const heard = (final: boolean, text: string) => ({
    ...ids(),
    control_id: 'prompt',
    final,
    result: { type: 'speech', params: { text, confidence: 80 } },
  });
  return new Written()
    .connect(0, 'session')
    .line({ at: 400, direction: 'received', frame: { jsonrpc: '2.0', id: 'p', method: 'signalwire.ping' } })
    .received(500)
    .ask(520, 'calling.answer', ids())
    .tell(540, 'calling.call.state', { ...ids(), call_state: 'answered' })
    .ask(600, 'calling.play', { ...ids(), ...play })
    .tell(650, 'calling.call.play', { ...ids(), control_id: 'music', state: 'playing' })
    .ask(900, 'calling.play.volume', { ...ids(), control_id: 'music', volume: -6 })
    .close(1500, 1006)
    .connect(2800, 'session', { protocol: 'session' })
    .ask(3000, 'calling.play.stop', { ...ids(), control_id: 'music' })
    .tell(3050, 'calling.call.play', { ...ids(), control_id: 'music', state: 'finished' })
    .ask(3100, 'calling.play_and_collect', { ...ids(), ...collect })
    .tell(4000, 'calling.call.collect', heard(false, 'ye'))
    .tell(4500, 'calling.call.collect', heard(true, 'yes'))
    .ask(
      4520,
      'calling.record',
      { ...ids(), control_id: 'tape', record: { audio: {} } },
      {
        code: '409',
        message: 'In use',
      },
    )
    .ask(5000, 'calling.dial', { tag: 'out', devices: [[device]] })
    .tell(5200, 'calling.call.state', { ...ids('leg'), tag: 'out', call_state: 'created' })
    .tell(5400, 'calling.call.state', { ...ids('leg'), tag: 'out', call_state: 'ended', end_reason: 'busy' })
    .tell(5410, 'calling.call.dial', { tag: 'out', node_id: 'n-1', dial_state: 'failed' })
    .ask(
      6000,
      'messaging.send',
      { to_number: '+15550102', from_number: '+15550100', body: 'Hi' },
      {
        code: '200',
        message_id: 'm-1',
      },
    )
    .tell(6100, 'messaging.state', { message_id: 'm-1', message_state: 'sent' })
    .tell(6600, 'messaging.state', { message_id: 'm-1', message_state: 'delivered' })
    .ask(7000, 'webrtc.thing', {}, '')
    .line({ at: 7100, direction: 'received', frame: '(not JSON: 3 characters)' })
    .tell(7200, 'calling.error', { code: '500', message: 'internal error' })
    .ended(8000)
    .close(8100, 1000).recording;
})();

describe('trace', () => {
  it('draws the menu', () => {
    expect(trace(menu)).toBe(golden('menu.txt'));
  });

  it('draws each thing that can be in a recording, on a line of its own', () => {
    expect(trace(everything)).toBe(golden('everything.txt'));
  });

  it('is as wide as it was told, and groups what comes too close', () => {
    const narrow = trace(everything, { width: 60 });

    expect(narrow).toBe(golden('narrow.txt'));
    const diagrams = narrow.split('\n').filter((line) => /-{4}/.test(line));
    for (const line of diagrams) expect(line.length).toBeLessThanOrEqual(60);
  });

  it('draws one call, by the beginning of its id', () => {
    const labels = trace(everything, { call: 'l' })
      .split('\n')
      .flatMap((line) => /^\S+( \S+)? {2}/.exec(line)?.[0].trim() ?? []);

    expect(labels).toEqual(['connection', 'call leg']);
  });

  it.each([
    [{ call: 'x' }, RecordingError, 'There is no call x in the recording; its calls are c-1, leg'],
    [{ width: 39 }, RangeError, 'trace.width must be a whole number of at least 40; got 39'],
    [{ call: 7 }, RangeError, 'trace.call must be a string that is not empty; got 7'],
  ])('refuses %j', (options, type, message) => {
    expect(() => trace(everything, options as object)).toThrow(type);
    expect(() => trace(everything, options as object)).toThrow(message);
  });

  it('refuses the beginning of more than one id', () => {
    const two = new Written().connect(0, 's').received(1, 'ab-1').received(2, 'ab-2').recording;

    expect(() => trace(two, { call: 'ab' })).toThrow('More than one call begins with ab: ab-1, ab-2');
    expect(trace(two, { call: 'ab-2' })).toContain('call ab-2');
  });

  it('says that a recording was cut off, and draws one without any frames', () => {
    const empty = { ...new Written().recording, truncated: true };

    expect(trace(empty)).toMatch(/its last line was cut off$/m);
  });

  it('gives each meaning a letter of its own, as long as there are letters', () => {
    const written = new Written().connect(0, 's').received(0);
    for (let n = 0; n < 60; n += 1) written.ask(n * 100, 'calling.transfer', { ...ids(), dest: `to-${n}` });
    const legend = trace(written.recording).matchAll(/(\S) calling\.transfer to-(\d+)/g);
    const symbols = Array.from(legend, ([, symbol]) => symbol);

    expect(new Set(symbols.slice(0, 40)).size).toBe(40);
  });
});

describe('traceSvg', () => {
  const svg = traceSvg(everything);

  it('draws the same lines, in a picture that needs nothing else', () => {
    const labels = Array.from(svg.matchAll(/class="label"[^>]*>([^<]*)</g), ([, label]) => label);

    expect(labels).toEqual([
      'connection',
      'call c-1',
      'play',
      'play_and_collect',
      'record',
      'call leg',
      'dial',
      'message',
      'requests',
      'events',
    ]);
    expect(svg).not.toMatch(/href|url\(|<script|<image/);
  });

  it('escapes what people say', () => {
    expect(svg).toContain('&quot;Say &lt;\\&quot;yes\\&quot;&gt; &amp; wait&quot;');
    expect(svg).not.toContain('<"yes">');
  });

  it('has a mark for each command, event and refusal, and a bar for each end', () => {
    const marks = lanesOf(everything).flatMap((lane) => lane.marks);
    const ends = marks.filter(({ kind }) => kind === 'end').length;

    expect(svg.match(/<g class="mark">/g)).toHaveLength(marks.length - ends);
    expect(svg.match(/<line class="end"/g)).toHaveLength(ends);
    expect(ends).toBe(6);
  });
});
