/** The kind of party that answers; `unknown` says nothing. */
export type AnsweredBy = 'human' | 'machine' | 'fax' | 'unknown';

/** Options of the far end of a call. */
export interface PartyOptions {
  /**
   * The kind of party, which `calling.detect` finds. A machine speaks its greeting and beeps; a fax only sends and
   * receives faxes. @default 'human'
   */
  readonly answeredBy?: AnsweredBy | undefined;
  /** Words spoken as soon as the call is answered. @default nothing; a machine asks for a message */
  readonly greeting?: string | undefined;
}

export interface Party {
  readonly answeredBy: AnsweredBy;
  readonly greeting: string | undefined;
  /** Tone of a fax: CNG when it calls, CED when it is called. */
  readonly tone: 'CED' | 'CNG';
}

const MACHINE_GREETING = 'Please leave a message after the tone.';

export const partyOf = (
  { answeredBy = 'human', greeting }: PartyOptions,
  direction: 'inbound' | 'outbound',
): Party => ({
  answeredBy,
  tone: direction === 'inbound' ? 'CNG' : 'CED',
  greeting: greeting ?? (answeredBy === 'machine' ? MACHINE_GREETING : undefined),
});
