import type { Feed, FeedCall, FeedFrame, FeedLine } from './feed.js';
import { initial, select, selectedCall, type Change, type State } from './state.js';

/** Calls, and frames of one call, to keep. */
const CALLS = 200;
const FRAMES = 2000;

/** The state after each event of the feed; `now` is the browser's time. */
export const feedChanges: {
  readonly [K in keyof Feed]: (data: Feed[K], now: number) => Change;
} = {
  // After a reconnect the simulator may be another one, with other calls.
  hello:
    ({ page, ...clock }, now) =>
    (state) => ({
      ...state,
      connection: 'open',
      page,
      clock: { ...clock, since: now },
      calls: new Map(),
      frames: [],
      messages: [],
      paused: undefined,
    }),
  status: (status) => (state) => ({ ...state, status }),
  clock: (clock, now) => (state) => ({ ...state, clock: { ...clock, since: now } }),
  call: (call) => (state) => (isNew(state, call) ? added(state, call) : updated(state, call)),
  line: (line) => (state) => withLine(state, line),
  frame: (frame, now) => (state) => withFrame(state, frame, now),
  message: (message) => (state) => ({ ...state, messages: [...state.messages, message].slice(-CALLS) }),
  reset: () => (state) => ({
    ...select(undefined)(state),
    calls: initial.calls,
    messages: initial.messages,
  }),
};

const isNew = ({ calls }: State, { callId }: FeedCall): boolean => !calls.has(callId);

function added(state: State, call: FeedCall): State {
  const all = [...state.calls, [call.callId, { ...call, lines: [] }] as const];
  const calls = new Map(all.slice(-CALLS));
  const current = selectedCall(state);
  const next = { ...state, calls };
  // A new call does not replace the selected one while that is in progress.
  return current === undefined || current.state === 'ended' ? choose(next, call) : next;
}

/** Selects the same call again after a reconnect, and otherwise one in progress. */
function choose(state: State, call: FeedCall): State {
  const wanted = state.selected !== undefined && selectedCall(state) === undefined;
  if (wanted && call.callId !== state.selected && call.state === 'ended') return state;
  return select(call.callId)(state);
}

function updated(state: State, call: FeedCall): State {
  const lines = state.calls.get(call.callId)?.lines ?? [];
  return { ...state, calls: new Map(state.calls).set(call.callId, { ...call, lines }) };
}

function withLine(state: State, line: FeedLine): State {
  const call = state.calls.get(line.callId);
  if (call === undefined) return state;
  const lines =
    (call.lines.at(-1)?.index ?? -1) < line.index
      ? [...call.lines, line]
      : call.lines.map((each) => (each.index === line.index ? line : each));
  return { ...state, calls: new Map(state.calls).set(line.callId, { ...call, lines }) };
}

function withFrame(state: State, frame: FeedFrame, now: number): State {
  const last = state.frames.at(-1)?.id ?? 0;
  if (frame.callId !== state.selected || frame.id <= last) return state;
  // A frame's time is also the latest known time of the simulator.
  const clock = { ...state.clock, now: Math.max(frame.at, state.clock.now), since: now };
  const isAhead = frame.at > state.clock.now + (now - state.clock.since) * state.clock.speed;
  return {
    ...state,
    frames: [...state.frames, frame].slice(-FRAMES),
    ...(isAhead && { clock }),
  };
}
