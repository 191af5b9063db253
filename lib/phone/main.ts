import { render } from 'lit';
import {
  EMPTY,
  animationFrameScheduler,
  auditTime,
  combineLatest,
  delay,
  distinctUntilChanged,
  filter,
  interval,
  map,
  pairwise,
  startWith,
  switchMap,
} from 'rxjs';
import { Actions } from './actions.js';
import { feedChanges } from './feed-changes.js';
import { listenForKeys } from './keyboard.js';
import { feed$, type ServerEvent } from './server.js';
import { keepSettings, restored } from './settings.js';
import { readAloud, stopReading } from './sounds.js';
import { keepAtEnd, reveal } from './scrolling.js';
import { selectedCall, type Change, type State } from './state.js';
import { Store } from './store.js';
import { pageView } from './view/page.js';

/** Milliseconds between two drawings of a live call, for its clock. */
const FRAME = 100;

const changeOf = (event: ServerEvent): Change =>
  event.type === 'lost'
    ? (state) => ({ ...state, connection: 'lost' })
    : // The data matches the type of the event; TypeScript cannot see that.
      (feedChanges[event.type] as (data: unknown, now: number) => Change)(event.data, performance.now());

const root = document.getElementById('phone');
if (root === null) throw new Error('The page has no place for the phone');
root.replaceChildren();

const store = new Store();
const actions = new Actions(store);
const { state$ } = store;
store.change(restored);

const isLive = (state: State): boolean => {
  const call = selectedCall(state);
  return call !== undefined && call.state !== 'ended';
};
const ticks$ = state$.pipe(
  map(isLive),
  distinctUntilChanged(),
  switchMap((live) => (live ? interval(FRAME) : EMPTY)),
  startWith(0),
);

combineLatest([state$, ticks$])
  .pipe(auditTime(0, animationFrameScheduler))
  .subscribe(([state]) => {
    const scrolls = keepAtEnd(root);
    render(pageView(state, actions, performance.now()), root);
    scrolls();
    root.querySelector<HTMLDialogElement>('dialog:not([open])')?.showModal();
  });

state$
  .pipe(
    map(({ chosen }) => chosen),
    distinctUntilChanged(),
    delay(0, animationFrameScheduler),
  )
  .subscribe((chosen) => chosen !== undefined && reveal(root, chosen));

// Watches the frames of the selected call only.
state$
  .pipe(
    map((state) => (state.connection === 'open' && selectedCall(state) !== undefined ? state : undefined)),
    distinctUntilChanged((one, other) => one?.page === other?.page && one?.selected === other?.selected),
    filter((state) => state !== undefined),
  )
  .subscribe(({ page, selected }) => {
    if (page !== undefined && selected !== undefined) actions.watch(page, selected);
  });

// Reads prompts aloud, until the caller interrupts or the call ends.
state$
  .pipe(
    map((state) => ({ state, line: selectedCall(state)?.lines.at(-1) })),
    distinctUntilChanged((one, other) => one.line === other.line),
    pairwise(),
  )
  .subscribe(([before, { state, line }]) => {
    if (!state.readAloud || line === undefined || before.state.selected !== state.selected) return;
    if (line.kind !== 'heard') stopReading();
    else if (line.medium === 'tts' || line.medium === 'speech') readAloud(line.text);
  });
state$
  .pipe(
    map(({ readAloud: isOn }) => isOn),
    distinctUntilChanged(),
    filter((isOn) => !isOn),
  )
  .subscribe(stopReading);

listenForKeys(store, actions);
keepSettings(store);
feed$.subscribe((event) => store.change(changeOf(event)));
