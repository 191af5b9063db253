import { invalid } from '../protocol/options/schema.js';
import type { RequestOutcome } from '../connection/meter.js';
import type { LatencyHistogram } from './histogram.js';
import type { RelayMetrics } from './metrics.js';

type Labels = Readonly<Record<string, string>>;

interface Sample {
  /** Suffix of the metric's name. */
  readonly suffix?: string;
  readonly labels?: Labels;
  readonly value: number;
}

interface Family {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: (metrics: RelayMetrics) => readonly Sample[];
}

/** The outcomes of requests and their label values. */
const OUTCOMES: Readonly<Record<RequestOutcome, string>> = {
  succeeded: 'succeeded',
  refused: 'refused',
  timedOut: 'timed_out',
  lost: 'lost',
  unsent: 'unsent',
};

const STATUSES = ['disconnected', 'connecting', 'connected', 'reconnecting', 'draining'] as const;

const one = (value: number): readonly Sample[] => [{ value }];

/** A sample for each key, with the key as the value of a label. */
const by = (label: string, values: Readonly<Record<string, number>>): readonly Sample[] =>
  Object.entries(values).map(([key, value]) => ({ labels: { [label]: key }, value }));

const seconds = (ms: number): number => ms / 1000;

const histogram = (labels: Labels, { count, sum, buckets }: LatencyHistogram): readonly Sample[] => [
  ...buckets.map((bucket) => ({
    suffix: '_bucket',
    labels: { ...labels, le: String(seconds(bucket.le)) },
    value: bucket.count,
  })),
  { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: count },
  { suffix: '_sum', labels, value: seconds(sum) },
  { suffix: '_count', labels, value: count },
];

const FAMILIES: readonly Family[] = [
  {
    name: 'relay_rx_frames_total',
    type: 'counter',
    help: 'Text frames, by direction.',
    samples: ({ frames }) => by('direction', frames),
  },
  {
    name: 'relay_rx_events_total',
    type: 'counter',
    help: 'Events that were read.',
    samples: ({ events }) => one(events.received),
  },
  {
    name: 'relay_rx_events_of_unknown_calls_total',
    type: 'counter',
    help: 'Events of unknown or ended calls.',
    samples: ({ events }) => one(events.forUnknownCalls),
  },
  {
    name: 'relay_rx_events_repeated_total',
    type: 'counter',
    help: 'Duplicate events after a resume, which were dropped.',
    samples: ({ events }) => one(events.repeated),
  },
  {
    name: 'relay_rx_connects_total',
    type: 'counter',
    help: 'Successful authentications, by session: first, resumed or lost.',
    samples: ({ connects }) => by('session', connects),
  },
  {
    name: 'relay_rx_requests_total',
    type: 'counter',
    help: 'Finished requests, by method and outcome.',
    samples: ({ requests }) =>
      Object.entries(requests).flatMap(([method, tally]) =>
        Object.entries(OUTCOMES).map(([key, outcome]) => ({
          labels: { method, outcome },
          value: tally[key as RequestOutcome],
        })),
      ),
  },
  {
    name: 'relay_rx_request_duration_seconds',
    type: 'histogram',
    help: 'Time from a request to its answer, by method.',
    samples: ({ requests }) =>
      Object.entries(requests).flatMap(([method, { latency }]) => histogram({ method }, latency)),
  },
  {
    name: 'relay_rx_calls_total',
    type: 'counter',
    help: 'Inbound calls, by outcome: received or passed.',
    samples: ({ calls }) => by('outcome', calls),
  },
  {
    name: 'relay_rx_errors_total',
    type: 'counter',
    help: 'Errors that ended nothing.',
    samples: ({ errors }) => one(errors),
  },
  {
    name: 'relay_rx_status',
    type: 'gauge',
    help: 'Status of the connection: 1 for the current one.',
    samples: ({ status }) =>
      STATUSES.map((each) => ({ labels: { status: each }, value: each === status ? 1 : 0 })),
  },
  {
    name: 'relay_rx_active_calls',
    type: 'gauge',
    help: 'Live calls, inbound and dialled.',
    samples: ({ activeCalls }) => one(activeCalls),
  },
  {
    name: 'relay_rx_active_actions',
    type: 'gauge',
    help: 'Operations in progress on calls.',
    samples: ({ activeActions }) => one(activeActions),
  },
  {
    name: 'relay_rx_active_dials',
    type: 'gauge',
    help: 'Dials in progress.',
    samples: ({ activeDials }) => one(activeDials),
  },
  {
    name: 'relay_rx_active_messages',
    type: 'gauge',
    help: 'Outbound messages in progress.',
    samples: ({ activeMessages }) => one(activeMessages),
  },
  {
    name: 'relay_rx_waiting_requests',
    type: 'gauge',
    help: 'Requests that wait for the connection.',
    samples: ({ waitingRequests }) => one(waitingRequests),
  },
  {
    name: 'relay_rx_unanswered_requests',
    type: 'gauge',
    help: 'Requests that were sent and are not answered yet.',
    samples: ({ unansweredRequests }) => one(unansweredRequests),
  },
];

/** Escapes a label value: backslash, quotation mark and line feed. */
const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Labels that samples have already, which the user cannot set. */
const TAKEN = ['direction', 'session', 'method', 'outcome', 'le', 'status'];

function checkLabels(labels: Labels): void {
  for (const [name, value] of Object.entries(labels)) {
    if (!/^[a-zA-Z_]\w*$/.test(name) || name.startsWith('__') || TAKEN.includes(name)) {
      throw invalid(
        'prometheusText: a label',
        `a name of letters, digits and _ that is none of ${TAKEN.join(', ')}`,
        name,
      );
    }
    if (typeof value !== 'string') throw invalid(`prometheusText: the label ${name}`, 'a string', value);
  }
}

/**
 * Formats the metrics of a client as Prometheus text (version 0.0.4). Counters start at 0 with the client; durations
 * are in seconds.
 *
 * @param labels labels to add to every sample, for example the name of the worker.
 * @throws {RangeError} when Prometheus does not allow a label, or samples have it already.
 * @example
 * ```ts no-run
 * import { createServer } from 'node:http';
 * import { RelayClient, prometheusText } from 'relay-rx';
 * import { firstValueFrom } from 'rxjs';
 *
 * const client = new RelayClient({ contexts: ['default'] });
 * createServer((request, response) => {
 *   void firstValueFrom(client.metrics$).then((metrics) => {
 *     response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8');
 *     response.end(prometheusText(metrics));
 *   });
 * }).listen(9464);
 * ```
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function prometheusText(metrics: RelayMetrics, labels: Labels = {}): string {
  checkLabels(labels);
  const lines = FAMILIES.flatMap(({ name, type, help, samples }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples(metrics).map(
      (sample) =>
        `${name}${sample.suffix ?? ''}${written({ ...labels, ...sample.labels })} ${String(sample.value)}`,
    ),
  ]);
  return `${lines.join('\n')}\n`;
}
