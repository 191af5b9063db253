import type { CallerInput } from '../call/caller-input.js';
import { joined } from '../call/words.js';
import type { Word } from '../call/words.js';
import type { CollectSpec, DigitsSpec, SpeechSpec } from './collect-spec.js';

/** A step of the collector, a state machine without a clock: phase and input in, phase and reports out. */
export interface Step {
  readonly phase: Phase;
  readonly reports: readonly Report[];
}

/** The state of the collector. `until` is the time, in the scheduler's milliseconds, of the input `time is up`. */
export type Phase =
  /** No input yet, and no timer is running. */
  | { readonly kind: 'held' }
  /** Between two results of a continuous collect. No timer: the initial timeout is for the first input only. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting'; readonly until: number }
  | { readonly kind: 'keying'; readonly digits: string; readonly until: number }
  | ({ readonly kind: 'speaking' } & Speech)
  /** Silence after speech: its end, or only a pause. */
  | ({ readonly kind: 'trailing' } & Speech)
  | { readonly kind: 'over' };

interface Speech {
  /** The words recognised so far; empty if there are none. */
  readonly said: string;
  readonly confidence: number;
  /** The time at which speech is cut off. */
  readonly cap: number;
  readonly until: number;
}

export type CollectorInput =
  | CallerInput
  | { readonly kind: 'start timers' }
  | { readonly kind: 'time is up' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'fail' };

export type CollectResult =
  | { readonly type: 'digit'; readonly params: { readonly digits: string; readonly terminator: string } }
  | { readonly type: 'speech'; readonly params: { readonly text: string; readonly confidence: number } }
  | { readonly type: 'start_of_input' | 'no_input' | 'no_match' | 'error' };

export type Report =
  /** Always reported; events drop it if the request did not ask for it. */
  | { readonly kind: 'start of input' }
  | { readonly kind: 'partial'; readonly result: CollectResult }
  /** A result of a continuous collect, which continues. */
  | { readonly kind: 'result'; readonly result: CollectResult }
  | { readonly kind: 'outcome'; readonly result: CollectResult }
  | { readonly kind: 'stopped' };

export const HELD: Phase = { kind: 'held' };
const IDLE: Phase = { kind: 'idle' };
const OVER: Phase = { kind: 'over' };

const digitResult = (digits: string, terminator = ''): CollectResult => ({
  type: 'digit',
  params: { digits, terminator },
});

const speechResult = ({ said, confidence }: Speech): CollectResult =>
  said === '' ? { type: 'no_match' } : { type: 'speech', params: { text: said, confidence } };

const stay = (phase: Phase): Step => ({ phase, reports: [] });

const keyed = (asked: DigitsSpec, digits: string, terminator?: string): CollectResult =>
  digits.length < asked.min ? { type: 'no_match' } : digitResult(digits, terminator);

const yields = (spec: CollectSpec, result: CollectResult): Step =>
  spec.continuous
    ? { phase: IDLE, reports: [{ kind: 'result', result }] }
    : { phase: OVER, reports: [{ kind: 'outcome', result }] };

const begun = ({ kind }: Phase): readonly Report[] =>
  kind === 'held' || kind === 'waiting' || kind === 'idle' ? [{ kind: 'start of input' }] : [];

const partial = (spec: CollectSpec, result: CollectResult): readonly Report[] =>
  spec.partialResults ? [{ kind: 'partial', result }] : [];

// A key replaces speech in progress: the words before it are dropped.
const onKey = (spec: CollectSpec, asked: DigitsSpec, phase: Phase, key: string, now: number): Step => {
  const before = phase.kind === 'keying' ? phase.digits : '';
  const start = begun(phase);
  const complete = (step: Step): Step => ({ ...step, reports: [...start, ...step.reports] });
  if (asked.terminators.includes(key)) return complete(yields(spec, keyed(asked, before, key)));
  const digits = before + key;
  if (digits.length >= asked.max) return complete(yields(spec, keyed(asked, digits)));
  return complete({
    phase: { kind: 'keying', digits, until: now + asked.timeout },
    reports: partial(spec, digitResult(digits)),
  });
};

const onVoice = (asked: SpeechSpec, phase: Phase, now: number): Step => {
  if (phase.kind === 'keying' || phase.kind === 'speaking') return stay(phase);
  if (phase.kind === 'trailing') return stay({ ...phase, kind: 'speaking', until: phase.cap });
  const cap = now + asked.timeout;
  return {
    phase: { kind: 'speaking', said: '', confidence: 0, cap, until: cap },
    reports: begun(phase),
  };
};

const onWord = (spec: CollectSpec, phase: Phase, word: Word, confidence: number): Step => {
  if (phase.kind !== 'speaking') return stay(phase);
  const spoken: Phase = { ...phase, said: joined(phase.said, word), confidence };
  return { phase: spoken, reports: partial(spec, speechResult(spoken)) };
};

const onTimeUp = (spec: CollectSpec, phase: Phase): Step => {
  switch (phase.kind) {
    case 'waiting':
      return yields(spec, { type: 'no_input' });
    case 'keying':
      return yields(spec, spec.digits ? keyed(spec.digits, phase.digits) : digitResult(phase.digits));
    case 'speaking':
    case 'trailing':
      return yields(spec, speechResult(phase));
    default:
      return stay(phase);
  }
};

export const advance = (spec: CollectSpec, phase: Phase, input: CollectorInput, now: number): Step => {
  if (phase.kind === 'over') return stay(phase);
  switch (input.kind) {
    case 'start timers':
      return stay(phase.kind === 'held' ? { kind: 'waiting', until: now + spec.initialTimeout } : phase);
    case 'key':
      return spec.digits ? onKey(spec, spec.digits, phase, input.key, now) : stay(phase);
    case 'voice':
      return spec.speech ? onVoice(spec.speech, phase, now) : stay(phase);
    case 'word':
      return onWord(spec, phase, input, input.confidence);
    case 'quiet':
      return phase.kind === 'speaking' && spec.speech
        ? stay({ ...phase, kind: 'trailing', until: Math.min(phase.cap, now + spec.speech.endSilence) })
        : stay(phase);
    case 'beep':
      return stay(phase);
    case 'time is up':
      return onTimeUp(spec, phase);
    case 'stop':
      return { phase: OVER, reports: [{ kind: 'stopped' }] };
    case 'fail':
      return { phase: OVER, reports: [{ kind: 'outcome', result: { type: 'error' } }] };
  }
};
