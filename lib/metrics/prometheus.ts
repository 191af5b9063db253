import { invalid } from '../protocol/options/schema.js';
import type { RequestOutcome } from '../connection/meter.js';
import type { LatencyHistogram } from './histogram.js';
import type { RelayMetrics } from './metrics.js';

type Labels = Readonly<Record<string, string>>;

interface Sample {
  /** Suffix of the name of the family. */
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

/** The outcomes of requests, and their names as values of a label. */
const OUTCOMES: Readonly<Record<RequestOutcome, string>> = {
  succeeded: 'succeeded',
  refused: 'refused',
  timedOut: 'timed_out',
  lost: 'lost',
  unsent: 'unsent',
};

const STATUSES = ['disconnected', 'connecting', 'connected', 'reconnecting', 'draining'] as const;

const one = (value: number): readonly Sample[] => [{ value }];

/** A sample for each key, which is the value of a label. */
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
    help: 'Text frames that passed, by direction.',
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
    help: 'Events of calls that are not known, or not any more.',
    samples: ({ events }) => one(events.forUnknownCalls),
  },
  {
    name: 'relay_rx_events_repeated_total',
    type: 'counter',
    help: 'Events that came once more after a resume, and reached nobody.',
    samples: ({ events }) => one(events.repeated),
  },
  {
    name: 'relay_rx_connects_total',
    type: 'counter',
    help: 'Authentications that succeeded, by what became of the session before: first, resumed or lost.',
    samples: ({ connects }) => by('session', connects),
  },
  {
    name: 'relay_rx_requests_total',
    type: 'counter',
    help: 'Requests that are over, by method and by how they went.',
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
    help: 'How long RELAY took to answer, by method.',
    samples: ({ requests }) =>
      Object.entries(requests).flatMap(([method, { latency }]) => histogram({ method }, latency)),
  },
  {
    name: 'relay_rx_calls_total',
    type: 'counter',
    help: 'Inbound calls, by what was done with them: received or passed.',
    samples: ({ calls }) => by('outcome', calls),
  },
  {
    name: 'relay_rx_errors_total',
    type: 'counter',
    help: 'What went wrong without ending anything.',
    samples: ({ errors }) => one(errors),
  },
  {
    name: 'relay_rx_status',
    type: 'gauge',
    help: 'The status of the connection: 1 for the one that it has.',
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

/** In a value of a label, a backslash, a quotation mark and the end of a line are written with a backslash. */
const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Labels that the samples have already: the user's must be others. */
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
 * The numbers of a client in the text format that Prometheus reads (version 0.0.4). Counters start at 0 with the client;
 * durations are in seconds.
 *
 * @param labels what every sample is to have besides, for example which worker it is.
 * @throws {RangeError} when a label is not one that Prometheus takes.
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
