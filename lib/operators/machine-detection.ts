import { ReplaySubject, Subscription, type Observable } from 'rxjs';
import { liveCallOf, type CallHandle, type LiveCall, type liveCall } from '../actions/live-call.js';
import { endsDetect, type DetectEvent } from '../protocol/events/detect.js';
import type { DetectAnsweringMachineOptions } from '../protocol/options/detect.js';
import { readResults } from './result-reader.js';

/** A call, as detection sees it. */
export interface Detectable {
  readonly [liveCall]: CallHandle;
  detectAnsweringMachine(options: DetectAnsweringMachineOptions): Observable<DetectEvent>;
}

/** A detector that reports when a machine is ready for a message, and when it turns out not to be. */
export const detectorOf = (
  call: Detectable,
  options: DetectAnsweringMachineOptions = {},
): Observable<DetectEvent> => {
  const { detectMessageEnd = true, detectInterruptions = true } = options;
  return call.detectAnsweringMachine({ ...options, detectMessageEnd, detectInterruptions });
};

/**
 * A finding: a person; a machine that plays its greeting; a machine that is ready for a message, or not ready after
 * all; something else or nothing.
 */
export type Finding = 'human' | 'machine' | 'ready' | 'notReady' | 'unknown';

/**
 * The findings by RELAY's words. Others, such as a fax tone, are neither a person nor a machine that takes messages.
 */
const FINDINGS: Readonly<Record<string, Finding>> = {
  HUMAN: 'human',
  MACHINE: 'machine',
  READY: 'ready',
  NOT_READY: 'notReady',
};

function findingOf({ event }: DetectEvent): Finding | undefined {
  if (event === undefined || event === '' || event === 'finished' || event === 'error') return undefined;
  return Object.hasOwn(FINDINGS, event) ? FINDINGS[event] : 'unknown';
}

/** The running detections by call: `leaveMessage` uses the one that found the machine. */
const detections = new WeakMap<LiveCall, Detection>();

/** A detector and its latest finding. */
export class Detection {
  /**
   * The latest finding, then each later one. It completes when the detector is finished, and fails with
   * `CallEndedError` when the call ends before that.
   */
  readonly finding$: Observable<Finding>;
  readonly #findings$ = new ReplaySubject<Finding>(1);
  readonly #resources = new Subscription();

  /** Starts a detector. */
  constructor(call: Detectable, detector: Observable<DetectEvent>) {
    const live = liveCallOf(call);
    this.finding$ = this.#findings$.asObservable();
    detections.set(live, this);
    this.#resources.add(() => {
      if (detections.get(live) === this) detections.delete(live);
    });
    const findings$ = detector.pipe(readResults({ ends: endsDetect, read: findingOf }));
    this.#resources.add(findings$.subscribe(this.#findings$));
  }

  /** The detection of a call until `stop`; its detector may be finished. */
  static of(call: Detectable): Detection | undefined {
    return detections.get(liveCallOf(call));
  }

  /** Stops the detector if it is running. */
  stop(): void {
    this.#resources.unsubscribe();
  }
}
