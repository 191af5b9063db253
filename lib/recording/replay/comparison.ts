import { isSameJson } from '../../protocol/same-json.js';
import { replaceNumbers } from '../numbers.js';
import { sensitivityOf } from '../fields.js';
import type { RecordingHeader } from '../format.js';
import { Masker, type Maskable } from '../mask.js';
import { walk } from '../walk.js';
import { Names } from './names.js';
import type { RecordedCommand, Step } from './recorded-steps.js';

type Parts = Readonly<Record<string, unknown>>;

/** A difference between a command and the recorded one. Missing values are undefined. */
export interface Difference {
  /** The path, for example `collect.digits.max`; empty if the method differs. */
  readonly path: string;
  readonly then: unknown;
  readonly now: unknown;
}

/** Ids that the client chooses, which differ from run to run. */
const CHOSEN: ReadonlySet<string> = new Set(['control_id', 'tag']);

/** Compares commands with those of a recording, with regard to masked values. */
export class Comparison {
  readonly #masker: Masker;
  readonly #masked: RecordingHeader['masked'];
  readonly #chosen = new Names();
  readonly #numbers = new Names();

  constructor({ masked }: RecordingHeader, steps: readonly Step[]) {
    this.#masked = masked;
    // Masked numbers are compared like ids: their placeholders are not known beforehand.
    const mask = masked.filter((each): each is Maskable => each === 'digits');
    this.#masker = new Masker(mask);
    if (!masked.includes('numbers')) return;
    for (const step of steps) if (step.kind === 'frame') this.#meet(step.frame);
  }

  /** The first difference; undefined if the commands are the same. */
  difference(recorded: RecordedCommand, sent: RecordedCommand): Difference | undefined {
    if (recorded.method !== sent.method) return { path: '', then: recorded.method, now: sent.method };
    return this.#differ(recorded.params, this.#masker.params(sent.method, sent.params), {
      context: sent.method,
      path: [],
      written: '',
      parent: {},
    });
  }

  /** A frame of RELAY with the client's current ids. */
  addressed(frame: unknown): unknown {
    return walk(frame, '', {
      name: (name) => name,
      value: (value, { path }) =>
        typeof value === 'string' && CHOSEN.has(path.at(-1) ?? '')
          ? { replaced: this.#chosen.now(value) }
          : undefined,
    });
  }

  /** Notes the masked numbers of a frame of RELAY, which are the same in the replay. */
  #meet(frame: unknown): void {
    const { params } = (typeof frame === 'object' && frame !== null ? frame : {}) as Parts;
    walk(params, '', {
      name: (name) => name,
      value: (value, place) => {
        if (typeof value === 'string' && sensitivityOf(place) === 'number') this.#sameNumbers(value, value);
        return undefined;
      },
    });
  }

  #differ(
    then: unknown,
    now: unknown,
    place: { context: string; path: readonly string[]; written: string; parent: Parts },
  ): Difference | undefined {
    const different = { path: place.written, then, now };
    if (typeof then === 'string' && typeof now === 'string')
      return this.#sameText(then, now, place) ? undefined : different;
    if (typeof then !== 'object' || typeof now !== 'object' || then === null || now === null)
      return isSameJson(then, now) ? undefined : different;
    if (Array.isArray(then) !== Array.isArray(now)) return different;
    const [before, after] = [then as Parts, now as Parts];
    const isList = Array.isArray(then);
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const dot = place.written === '' ? '' : '.';
      const found = this.#differ(before[name], after[name], {
        context: place.context,
        path: isList ? place.path : [...place.path, name],
        written: isList ? `${place.written}[${name}]` : `${place.written}${dot}${name}`,
        parent: isList ? place.parent : after,
      });
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #sameText(then: string, now: string, place: Parameters<typeof sensitivityOf>[0]): boolean {
    if (CHOSEN.has(place.path.at(-1) ?? '')) return this.#chosen.same(then, now);
    const isNumber = this.#masked.includes('numbers') && sensitivityOf(place) === 'number';
    return isNumber ? this.#sameNumbers(then, now) : then === now;
  }

  #sameNumbers(then: string, now: string): boolean {
    const [before, after]: [string[], string[]] = [[], []];
    const shape = (text: string, found: string[]): string =>
      replaceNumbers(text, (digits) => {
        found.push(digits);
        return 'a number';
      });
    return (
      shape(then, before) === shape(now, after) &&
      before.every((digits, index) => this.#numbers.same(digits, after[index] ?? ''))
    );
  }
}
