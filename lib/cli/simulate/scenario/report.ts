/** The outcome of one call of a scenario. */
export interface CallReport {
  /** The name of the kind of caller. */
  readonly caller: string;
  /** The number of the call within its kind, from 1. */
  readonly number: number;
  readonly callId: string;
  readonly from: string;
  /** The expectation that was not met; undefined if the call passed. */
  readonly failure: string | undefined;
  /** Steps that took longer than `warnAfter`. */
  readonly warnings: readonly string[];
  /** How long the caller waited for each thing that it expected to hear, in ms. */
  readonly waits: readonly number[];
  /** In ms. */
  readonly took: number;
}

/** Failures to print; the JUnit file has all of them. */
const NAMED = 20;

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const nameOf = ({ caller, number }: CallReport): string => `${caller} #${number}`;

/** Replaces control characters, because names and texts may come from others. */
const printable = (text: string): string =>
  // eslint-disable-next-line no-control-regex
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');

/** A summary of a scenario: the passed calls, the failed calls and the reasons. */
export function summaryOf(file: string, reports: readonly CallReport[], took: number): string {
  const failed = reports.filter(({ failure }) => failure !== undefined);
  const warned = reports.flatMap((report) => report.warnings.map((warning) => ({ report, warning })));
  const counts = [
    `${reports.length - failed.length} passed`,
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(warned.length > 0 ? [plural(warned.length, 'warning')] : []),
  ];
  const named = [
    ...failed.map((report) => `  failed   ${nameOf(report)}: ${report.failure ?? ''}`),
    ...warned.map(({ report, warning }) => `  warning  ${nameOf(report)}: ${warning}`),
  ];
  const more = named.length > NAMED ? [`  and ${named.length - NAMED} more`] : [];
  const waits = waitsText(reports.flatMap((report) => report.waits));
  return [
    `${file}: ${plural(reports.length, 'call')} in ${seconds(took)}: ${counts.join(', ')}${waits}`,
    ...named.slice(0, NAMED).map(printable),
    ...more,
    '',
  ].join('\n');
}

function waitsText(waits: number[]): string {
  if (waits.length === 0) return '';
  const sorted = waits.sort((one, other) => one - other);
  const at = (part: number): string => `${Math.round(sorted[Math.ceil(part * sorted.length) - 1] ?? 0)} ms`;
  return `\n  waits to hear: half within ${at(0.5)}, 95 % within ${at(0.95)}, the longest ${at(1)}`;
}

// Characters that XML cannot contain.
const UNWRITABLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const escaped = (text: string): string =>
  text
    .replace(UNWRITABLE, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (blank) => `&#${blank.charCodeAt(0)};`);

/** A scenario as JUnit XML, for tools that read test results; each call is a test case. */
export function junitOf(file: string, reports: readonly CallReport[], took: number): string {
  const failures = reports.filter(({ failure }) => failure !== undefined).length;
  const cases = reports.map((report) => {
    const { caller, number, failure, warnings, took: own } = report;
    const inside = [
      ...(failure === undefined ? [] : [`<failure message="${escaped(failure)}"/>`]),
      ...(warnings.length === 0 ? [] : [`<system-out>${escaped(warnings.join('\n'))}</system-out>`]),
    ];
    const open = `    <testcase classname="${escaped(caller)}" name="${escaped(caller)} #${number}" time="${(own / 1000).toFixed(3)}"`;
    return inside.length === 0 ? `${open}/>` : `${open}>${inside.join('')}</testcase>`;
  });
  const counts = `name="${escaped(file)}" tests="${reports.length}" failures="${failures}" errors="0" time="${(took / 1000).toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
