import type { FeedCall, FeedClock, FeedFrame, FeedLine, FeedMessage, FeedStatus } from './feed.js';

/** A call, and what was heard and done on it. */
export interface CallView extends FeedCall {
  readonly lines: readonly FeedLine[];
}

/** Contents of the fields; undefined where nobody has written there yet. */
export interface Draft {
  readonly from: string;
  readonly to: string;
  readonly context: string | undefined;
  readonly say: string;
  readonly text: string;
}

/** A call that was placed here, as it can be placed again. */
export type Dialled = Readonly<Record<'from' | 'to' | 'context', string>>;

export interface State {
  readonly connection: 'connecting' | 'open' | 'lost';
  readonly page: number | undefined;
  /** The simulator's clock, and the moment of the browser's at which it was so. */
  readonly clock: FeedClock & { readonly since: number };
  readonly status: FeedStatus | undefined;
  /** By id, oldest first. */
  readonly calls: ReadonlyMap<string, CallView>;
  readonly selected: string | undefined;
  /** The frames of the selected call. */
  readonly frames: readonly FeedFrame[];
  readonly messages: readonly FeedMessage[];
  readonly draft: Draft;
  /** Calls that were placed here, latest first; and which of them stands in the fields. */
  readonly dialled: readonly Dialled[];
  readonly recalled: number;
  /** The id of the chosen frame, and of the one that is pointed at in the diagram, with the place of its mark there. */
  readonly chosen: number | undefined;
  readonly pointed: { readonly id: number; readonly left: number; readonly top: number } | undefined;
  readonly filter: string;
  /** The drawing while the diagram is paused. */
  readonly paused: { readonly frames: readonly FeedFrame[]; readonly now: number } | undefined;
  /** Whether prompts are read aloud, and keys sound. */
  readonly readAloud: boolean;
  readonly tones: boolean;
  /** The latest error or act. */
  readonly notice: { readonly text: string; readonly isError: boolean } | undefined;
  /** A text that is shown to be copied by hand. */
  readonly shown: { readonly title: string; readonly text: string } | undefined;
}

export const FROM = '+15550100';
export const TO = '+15550101';
export const CONTEXT = 'default';

export const initial: State = {
  connection: 'connecting',
  page: undefined,
  clock: { now: 0, speed: 1, since: 0 },
  status: undefined,
  calls: new Map(),
  selected: undefined,
  frames: [],
  messages: [],
  draft: { from: FROM, to: TO, context: undefined, say: '', text: '' },
  dialled: [],
  recalled: -1,
  chosen: undefined,
  pointed: undefined,
  filter: '',
  paused: undefined,
  readAloud: false,
  tones: true,
  notice: undefined,
  shown: undefined,
};

/** From one state to the next. */
export type Change = (state: State) => State;

/** The context that is called: what was written, or else the first that a client receives. */
export const contextOf = ({ draft, status }: Pick<State, 'draft' | 'status'>): string =>
  draft.context ?? status?.contexts[0] ?? CONTEXT;

export const selectedCall = ({ calls, selected }: Pick<State, 'calls' | 'selected'>): CallView | undefined =>
  selected === undefined ? undefined : calls.get(selected);

/** The selected call while something can be done on it: until it ends, or the simulator is gone. */
export const upCall = (state: Pick<State, 'calls' | 'selected' | 'connection'>): CallView | undefined => {
  const call = state.connection === 'open' ? selectedCall(state) : undefined;
  return call?.state === 'ended' ? undefined : call;
};

/** The simulator's time at a moment of the browser's. */
export const timeAt = ({ clock }: Pick<State, 'clock'>, now: number): number =>
  clock.now + (now - clock.since) * clock.speed;

/** Another call is chosen: what belongs to the one before is forgotten. */
export const select =
  (callId: string | undefined): Change =>
  (state) =>
    state.selected === callId
      ? state
      : {
          ...state,
          selected: callId,
          frames: [],
          chosen: undefined,
          pointed: undefined,
          paused: undefined,
          draft: { ...state.draft, say: '' },
        };
