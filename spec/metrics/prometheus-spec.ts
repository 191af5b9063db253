import { prometheusText } from 'relay-rx';
import { Metrics } from '../../lib/metrics/metrics.js';
import { defaultPlatform } from '../../lib/connection/platform.js';
import { Clock, hear } from '../connection/support.js';

const metrics = () => {
  const counted = new Metrics({ ...defaultPlatform, scheduler: new Clock() }, () => ({
    status: 'reconnecting',
    activeCalls: 3,
    activeActions: 2,
    activeDials: 1,
    activeMessages: 4,
    waitingRequests: 5,
    unansweredRequests: 6,
  }));
  counted.frame('sent');
  counted.event();
  counted.connected('first');
  counted.call('passed');
  counted.settled('calling.play', 'succeeded', 30);
  counted.settled('calling.play', 'timedOut');
  counted.settled('strange "method"\\\n', 'refused', 20_000);
  return hear(counted.metrics$).values[0]!;
};

const samplesOf = (text: string): string[] => text.split('\n').filter((line) => !line.startsWith('#'));

describe('prometheusText', () => {
  it('writes every number under a name, with what it is', () => {
    const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    const strange = 'strange \\"method\\"\\\\\\n';
    const duration = 'relay_rx_request_duration_seconds';
    const outcomes = (method: string, counts: readonly number[]) =>
      ['succeeded', 'refused', 'timed_out', 'lost', 'unsent'].map(
        (outcome, index) =>
          `relay_rx_requests_total{method="${method}",outcome="${outcome}"} ${String(counts[index])}`,
      );
    expect(samplesOf(prometheusText(metrics()))).toEqual([
      'relay_rx_frames_total{direction="sent"} 1',
      'relay_rx_frames_total{direction="received"} 0',
      'relay_rx_events_total 1',
      'relay_rx_events_of_unknown_calls_total 0',
      'relay_rx_events_repeated_total 0',
      'relay_rx_connects_total{session="first"} 1',
      'relay_rx_connects_total{session="resumed"} 0',
      'relay_rx_connects_total{session="lost"} 0',
      ...outcomes('calling.play', [1, 0, 1, 0, 0]),
      ...outcomes(strange, [0, 1, 0, 0, 0]),
      ...bounds.map((le) => `${duration}_bucket{method="calling.play",le="${le}"} ${le < 0.05 ? 0 : 1}`),
      `${duration}_bucket{method="calling.play",le="+Inf"} 1`,
      `${duration}_sum{method="calling.play"} 0.03`,
      `${duration}_count{method="calling.play"} 1`,
      ...bounds.map((le) => `${duration}_bucket{method="${strange}",le="${le}"} 0`),
      `${duration}_bucket{method="${strange}",le="+Inf"} 1`,
      `${duration}_sum{method="${strange}"} 20`,
      `${duration}_count{method="${strange}"} 1`,
      'relay_rx_calls_total{outcome="received"} 0',
      'relay_rx_calls_total{outcome="passed"} 1',
      'relay_rx_errors_total 0',
      'relay_rx_status{status="disconnected"} 0',
      'relay_rx_status{status="connecting"} 0',
      'relay_rx_status{status="connected"} 0',
      'relay_rx_status{status="reconnecting"} 1',
      'relay_rx_status{status="draining"} 0',
      'relay_rx_active_calls 3',
      'relay_rx_active_actions 2',
      'relay_rx_active_dials 1',
      'relay_rx_active_messages 4',
      'relay_rx_waiting_requests 5',
      'relay_rx_unanswered_requests 6',
      '',
    ]);
  });

  it('says of each family what it is and of which type, once, before its samples', () => {
    const lines = prometheusText(metrics()).trimEnd().split('\n');
    const types = new Map<string, string>();
    let family = '';
    for (const line of lines) {
      const [, what, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
      if (what === 'HELP') {
        expect(types.has(name)).toBe(false);
        expect(rest).toMatch(/\.$/);
        family = name;
      } else if (what === 'TYPE') {
        expect(name).toBe(family);
        types.set(name, rest);
      } else {
        const [sampled = ''] = /^\w+/.exec(line) ?? [];
        const type = types.get(family);
        expect(sampled.replace(type === 'histogram' ? /_(bucket|sum|count)$/ : '', '')).toBe(family);
        expect(type === 'counter').toBe(sampled.endsWith('_total'));
      }
    }
    expect(new Set(types.values())).toEqual(new Set(['counter', 'gauge', 'histogram']));
  });

  it('gives every sample the labels that are asked for', () => {
    const samples = samplesOf(prometheusText(metrics(), { worker: 'a "b"', zone: '1' })).filter(Boolean);
    for (const sample of samples) {
      const [, labels = ''] = /^\w+\{(.*)\} [\d.]+$/.exec(sample) ?? [];
      expect(labels).toMatch(/^worker="a \\"b\\"",zone="1"(,|$)/);
    }
  });

  it.each([
    [{ '1st': 'a' }, '1st'],
    [{ __name: 'a' }, '__name'],
    [{ 'a-b': 'a' }, 'a-b'],
    [{ method: 'a' }, 'method'],
    [{ le: 'a' }, 'le'],
    [{ worker: 7 as never }, 'worker'],
  ])('refuses a label that cannot be: %j', (labels, name) => {
    expect(() => prometheusText(metrics(), labels)).toThrow(RangeError);
    expect(() => prometheusText(metrics(), labels)).toThrow(name);
  });
});
