import type { FeedCall, FeedClock, FeedFrame, FeedLine, FeedMessage, FeedStatus } from './feed.js';

/** A call with its dialogue. */
export interface CallView extends FeedCall {
  readonly lines: readonly FeedLine[];
}

/** The contents of the fields; undefined before the user types there. */
export interface Draft {
  readonly from: string;
  readonly to: string;
  readonly context: string | undefined;
  readonly say: string;
  readonly text: string;
}

/** A call placed on this page, to be placed again. */
export type Dialled = Readonly<Record<'from' | 'to' | 'context', string>>;

export interface State {
  readonly connection: 'connecting' | 'open' | 'lost';
  readonly page: number | undefined;
  /** The simulator's clock, and the browser's time when it was received. */
  readonly clock: FeedClock & { readonly since: number };
  readonly status: FeedStatus | undefined;
  /** By id, oldest first. */
  readonly calls: ReadonlyMap<string, CallView>;
  readonly selected: string | undefined;
  /** The frames of the selected call. */
  readonly frames: readonly FeedFrame[];
  readonly messages: readonly FeedMessage[];
  readonly draft: Draft;
  /** Calls placed on this page, latest first, and the index of the one in the fields. */
  readonly dialled: readonly Dialled[];
  readonly recalled: number;
  /** The id of the selected frame, and of the one under the pointer in the diagram, with the place of its mark. */
  readonly chosen: number | undefined;
  readonly pointed: { readonly id: number; readonly left: number; readonly top: number } | undefined;
  readonly filter: string;
  /** The drawing while the diagram is paused. */
  readonly paused: { readonly frames: readonly FeedFrame[]; readonly now: number } | undefined;
  /** Whether prompts are read aloud, and keys sound. */
  readonly readAloud: boolean;
  readonly tones: boolean;
  /** The latest error or confirmation. */
  readonly notice: { readonly text: string; readonly isError: boolean } | undefined;
  /** A text to be copied by hand. */
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

/** A change of the state. */
export type Change = (state: State) => State;

/** The context to call: the field's, or else the first that a client receives. */
export const contextOf = ({ draft, status }: Pick<State, 'draft' | 'status'>): string =>
  draft.context ?? status?.contexts[0] ?? CONTEXT;

export const selectedCall = ({ calls, selected }: Pick<State, 'calls' | 'selected'>): CallView | undefined =>
  selected === undefined ? undefined : calls.get(selected);

/** The selected call, until it ends or the simulator is disconnected. */
export const upCall = (state: Pick<State, 'calls' | 'selected' | 'connection'>): CallView | undefined => {
  const call = state.connection === 'open' ? selectedCall(state) : undefined;
  return call?.state === 'ended' ? undefined : call;
};

/** The simulator's time at a time of the browser. */
export const timeAt = ({ clock }: Pick<State, 'clock'>, now: number): number =>
  clock.now + (now - clock.since) * clock.speed;

/** Selects another call, and clears the state of the previous one. */
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
