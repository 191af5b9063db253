import { appendFileSync, readFileSync, readdirSync } from 'node:fs';
import { known } from '../protocol/events/samples.js';
import type { Entry, Step } from './steps.js';

// Specs and the runner are started at the root of the project.
const FOLDER = 'spec/fuzz/corpus';

export const lineOf = (entry: Entry): string => JSON.stringify(entry);

/** Every entry, by the file that it stands in. */
export function corpus(): Map<string, Entry[]> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'));
  return new Map(files.sort().map((name) => [name.replace('.jsonl', ''), read(`${FOLDER}/${name}`)]));
}

function read(file: string): Entry[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Entry);
}

/** Adds an entry to a file: that of what was `found`, or of what `reached` further than anything before. */
export function save(file: 'found' | 'reached', entry: Entry): void {
  appendFileSync(`${FOLDER}/${file}.jsonl`, `${lineOf(entry)}\n`);
}

/** The samples of the codecs, about what is in flight here. */
const valid: Step[][] = known.map(([type, params]) => {
  const ours = JSON.stringify(params)
    .replaceAll('"c-1"', '"call-1"')
    .replaceAll('"ctl-1"', '"prompt-1"')
    .replaceAll('"t-1"', '"tag-1"')
    .replaceAll('"m-1"', '"message-1"');
  return [{ event: [type, JSON.parse(ours) as unknown] }];
});

/** What mutation starts from: one valid event of every kind, and the corpus. */
export const seeds = (): Step[][] => [
  ...valid,
  ...[...corpus().values()].flat().map(({ steps }) => [...steps]),
];
