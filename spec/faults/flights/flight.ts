import type { Observable } from 'rxjs';
import type { Call } from 'relay-rx';
import type { ReceivedRequest } from 'relay-rx/simulator';
import type { Stage } from '../stage.js';

/** Something that is in flight when a fault strikes. */
export interface InFlight {
  /** What the user has subscribed to. */
  readonly source$: Observable<unknown>;
  /** Waits until it is as far as it should be when the fault strikes. */
  inProgress(): Promise<void>;
  /** Does what makes it come to its good end, if it still can. */
  prove(): void;
  /** Whether a value that it emits is that end. */
  isProof(value: unknown): boolean;
  /** Whether RELAY was asked for it, or of it. */
  isAbout(request: ReceivedRequest): boolean;
  /** One more request, on what RELAY has answered before. */
  readonly next$?: Observable<unknown>;
  /** The call that it is about ends, or the leg that is dialled; by who is at its other end. */
  callEnds(): void;
  /** How many listeners of the user's own streams there are. */
  readonly listeners?: () => number;
}

/** A column of the matrix. */
export interface Flight {
  readonly title: string;
  /** What is said when it has come to its good end. */
  readonly fulfilled: string;
  /** What its call is called, when that is not the call. */
  readonly its?: string;
  /** Whether nothing was asked of RELAY for it. */
  readonly unasked?: boolean;
  /** Whether it is a promise. */
  readonly promise?: boolean;
  /** Whether its call has been answered before. */
  readonly answered: boolean;
  /** Whether it is part of the call's flow, so that its failure is the flow's. */
  readonly inFlow?: boolean;
  /** The request that a fault of one request befalls: the one that started it, or the one that follows. */
  readonly request: { readonly which: 'first' | 'next'; readonly method: string };
  /** Whether it is in flight as long as that request has no answer. */
  readonly unanswered?: boolean;
  /** Whether it is told if its request was sent: one that waits may not be. */
  readonly mayBeUnsent?: boolean;
  /** Methods that are asked as a matter of course; others are told of. */
  readonly ordinary: readonly string[];
  begin(stage: Stage): InFlight | Promise<InFlight>;
}

/** Whether a request is about a call. */
export const aboutCall =
  ({ callId }: Call) =>
  ({ params }: ReceivedRequest): boolean =>
    params['call_id'] === callId;

export const always = (): boolean => true;

/** It is as far as it should be as soon as it is subscribed to, or as its request is received. */
export const atOnce = (): Promise<void> => Promise.resolve();
