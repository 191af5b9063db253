// Voicemail, in two styles. A caller who has left a message hangs up, and RELAY may finish the recording only after
// that. Both flows save it nevertheless; voicemail-spec.ts tests them, in virtual time.
import { RecordError, played, recorded, shield, type Call, type RecordEvent } from 'relay-rx';
import { EMPTY, catchError, concat, ignoreElements, lastValueFrom, mergeMap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';

/** Where messages are kept. */
export interface Mailbox {
  save(message: { readonly from: string | undefined; readonly url: string | undefined }): Promise<void>;
}

export const GREETING = 'Please leave a message after the beep.';

const recordMessage = (call: Call) =>
  call.record({ audio: { beep: true, initialTimeout: 5, endSilenceTimeout: 3, terminators: '#' } });

/** A caller who says nothing leaves nothing to save. */
const noMessage = (error: unknown): Observable<never> =>
  error instanceof RecordError ? EMPTY : throwError(() => error);

/** In stream style. `shield()` keeps the recording, and the saving that stands before it, when the call ends. */
export const voicemail = (call: Call, mailbox: Mailbox): Observable<never> => {
  const save = ({ url }: RecordEvent): Promise<void> => mailbox.save({ from: call.from, url });
  return concat(
    call.answer(),
    call.playTTS({ text: GREETING }).pipe(played()),
    recordMessage(call).pipe(recorded(), mergeMap(save), catchError(noMessage), shield()),
    // Not reached when the caller has hung up: the flow ended with the call.
    call.playTTS({ text: 'Thank you. Goodbye.' }).pipe(played()),
    call.hangup(),
  ).pipe(ignoreElements());
};

/** In async style. `wait()` gives the recording also when it is finished after the end of the call. */
export const asyncVoicemail = async (call: Call, mailbox: Mailbox): Promise<void> => {
  await lastValueFrom(call.answer());
  await call.playTTS({ text: GREETING }).wait();
  const { state, url } = await recordMessage(call).wait();
  if (state === 'finished') await mailbox.save({ from: call.from, url });
  // Fails with CallEndedError when the caller has hung up, which is no failure of the flow.
  await call.playTTS({ text: 'Thank you. Goodbye.' }).wait();
  await lastValueFrom(call.hangup(), { defaultValue: undefined });
};
