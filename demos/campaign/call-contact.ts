// One call to one contact, and its outcome.
import {
  CallEndedError,
  DialError,
  NoInputError,
  NoMatchError,
  RelayConnectionError,
  RelayError,
  digits,
  eachCall,
  humanOr,
  leaveMessage,
  phone,
  reprompt,
  tts,
  type Call,
  type CallEnd,
  type RelayClient,
} from 'relay-rx';
import {
  EMPTY,
  catchError,
  concat,
  concatMap,
  connect,
  defer,
  endWith,
  filter,
  ignoreElements,
  map,
  merge,
  mergeMap,
  of,
  take,
  takeUntil,
  throwError,
  throwIfEmpty,
  type Observable,
} from 'rxjs';
import type { Contact } from './contact.js';

/** The outcome of a call: the message was delivered, or the reason why not. */
export type CallReport =
  | { readonly kind: 'confirmed' | 'delivered' | 'voicemail' | 'doNotCall' }
  | { readonly kind: 'busy' | 'noAnswer' | 'failed' | 'hungUp'; readonly detail: string }
  /** No phone rang, so the call can be made later. `isAccount`: the account is the reason, and no other call works. */
  | { readonly kind: 'notMade'; readonly detail: string; readonly isAccount: boolean }
  /** The outcome is unknown. */
  | { readonly kind: 'unknown'; readonly detail: string };

export interface CallSettings {
  /** The caller id that contacts see. */
  readonly from: string;
  /** How long a phone rings, in seconds. */
  readonly ring: number;
  /** How long to wait for a machine's beep, in ms. */
  readonly beepWithin: number;
}

const KEYS = 'Press 1 to confirm. Press 9 if you do not want to be called again.';
export const MESSAGE = 'This is a reminder of your appointment tomorrow at ten.';
export const THANKS = 'Thank you. Goodbye.';
export const FAREWELL = 'You will not be called again. Goodbye.';

const say = (call: Call, text: string): Observable<never> =>
  call.play({ media: [tts(text)] }).pipe(ignoreElements());

const isSilent = (error: unknown): boolean => error instanceof NoInputError || error instanceof NoMatchError;

/**
 * The conversation with a person. It reports `delivered` when the message was played to its end, and then the choice, if
 * the person presses a key. When the person hangs up, the latest report counts.
 */
const talk = (call: Call): Observable<CallReport> => {
  const question = call.playAndCollect({
    media: [tts(`${MESSAGE} ${KEYS}`)],
    collect: { digits: { max: 1 }, initialTimeout: 4 },
  });
  const delivered$ = question.playback$.pipe(
    filter(({ state }) => state === 'finished'),
    take(1),
    map((): CallReport => ({ kind: 'delivered' })),
  );
  const answer$ = question.pipe(
    reprompt({
      attempts: 2,
      noInput: tts(KEYS),
      noMatch: tts(`Sorry? ${KEYS}`),
      accept: (input) => input.type === 'digit' && /^[19]$/.test(input.digits),
    }),
    digits(),
    map((digit): CallReport => ({ kind: digit === '1' ? 'confirmed' : 'doNotCall' })),
    catchError((error: unknown) => (isSilent(error) ? EMPTY : throwError(() => error))),
  );
  const reports$ = answer$.pipe(
    connect((shared$) => {
      const over$ = shared$.pipe(ignoreElements(), endWith(true));
      return merge(delivered$.pipe(takeUntil(over$)), shared$);
    }),
  );
  return reports$.pipe(
    concatMap((report) => {
      if (report.kind === 'delivered') return of(report);
      return concat(of(report), say(call, report.kind === 'doNotCall' ? FAREWELL : THANKS));
    }),
  );
};

/** The flow of an answered call. */
const flow = (call: Call, settings: CallSettings): Observable<CallReport> =>
  concat(
    humanOr(call, {
      human: () => talk(call),
      machine: () =>
        leaveMessage(call, tts(MESSAGE), { within: settings.beepWithin }).pipe(
          map(({ state }): CallReport =>
            state === 'finished'
              ? { kind: 'voicemail' }
              : { kind: 'failed', detail: 'the message was not played' },
          ),
        ),
      detect: { timeout: 20 },
    }),
    call.hangup().pipe(ignoreElements()),
  );

/** Whether the account, not the number, is the reason for RELAY's refusal: then no other call can be made either. */
const isAccount = ({ code }: RelayError): boolean => code === '402' || code === '429';

const missed = (error: unknown): CallReport => {
  if (error instanceof DialError) {
    if (error.reason === 'busy') return { kind: 'busy', detail: '' };
    if (/^(no_?answer|timeout|declined?|cancel)$/i.test(error.reason))
      return { kind: 'noAnswer', detail: error.reason };
    return { kind: 'failed', detail: error.reason };
  }
  if (error instanceof RelayConnectionError) {
    return error.delivery === 'unsent'
      ? { kind: 'notMade', detail: error.message, isAccount: false }
      : { kind: 'unknown', detail: error.message };
  }
  if (error instanceof RelayError && isAccount(error)) {
    return { kind: 'notMade', detail: `RELAY: ${error.message} (${error.code})`, isAccount: true };
  }
  return { kind: 'failed', detail: error instanceof Error ? error.message : String(error) };
};

/** Hangs up and reports a flow that fails. A call that the other side hangs up is no failure. */
const failed = (call: Call, error: unknown): Observable<CallReport> =>
  error instanceof CallEndedError
    ? EMPTY
    : concat(
        call.hangup().pipe(ignoreElements()),
        of<CallReport>({ kind: 'failed', detail: error instanceof Error ? error.message : String(error) }),
      );

/** The report of a call that ended without one: hung up, or unknown. */
const afterEnd = ({ reason }: CallEnd): CallReport =>
  reason === 'sessionLost' || reason === 'closed'
    ? { kind: 'unknown', detail: 'the connection was lost in the call' }
    : { kind: 'hungUp', detail: 'hung up before the message' };

/** Calls when it is subscribed to, and emits a report each time that more is known; the last one counts. */
export const callContact = (
  client: RelayClient,
  contact: Contact,
  settings: CallSettings,
): Observable<CallReport> => {
  const { from, ring } = settings;
  const dialled$ = client.dial({
    devices: phone({ to: contact.phone, from, timeout: ring }),
    dialTimeout: (ring + 10) * 1000,
  });
  return dialled$.pipe(
    mergeMap((call) =>
      of(call).pipe(
        eachCall(() =>
          defer(() => flow(call, settings)).pipe(catchError((error: unknown) => failed(call, error))),
        ),
        // Without a report, nobody was reached, unless this side lost the call.
        throwIfEmpty(() => new CallEndedError(call.callId)),
        catchError((error: unknown) =>
          error instanceof CallEndedError ? call.ended$.pipe(map(afterEnd)) : throwError(() => error),
        ),
      ),
    ),
    catchError((error: unknown) => of(missed(error))),
  );
};
