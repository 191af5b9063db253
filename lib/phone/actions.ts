import {
  EMPTY,
  Subject,
  Subscription,
  catchError,
  concatMap,
  defer,
  exhaustMap,
  tap,
  type Observable,
} from 'rxjs';
import type { Incoming } from './feed.js';
import { testOf, whyNoTest } from './copy-as-test.js';
import { diagramSvg } from './diagram.js';
import { download } from './download.js';
import { post, recordingOf } from './server.js';
import { playTone, stopReading } from './sounds.js';
import {
  contextOf,
  select,
  selectedCall,
  type Change,
  type Dialled,
  type Draft,
  type State,
} from './state.js';
import type { Store } from './store.js';

/** Dialled calls to remember. */
const REMEMBERED = 20;

/** The user's actions on this page. */
export class Actions {
  readonly #store: Store;
  /** Requests to the simulator, sent one after the other, in the order of the actions. */
  readonly #requests$ = new Subject<Observable<unknown>>();
  readonly #silence$ = new Subject<string>();
  readonly life = new Subscription();
  /** The words of the text box that have been said; undefined while no speech is open. */
  #typed: string | undefined;

  constructor(store: Store) {
    this.#store = store;
    this.life.add(this.#requests$.pipe(concatMap((request$) => this.#quiet(request$))).subscribe());
    this.life.add(
      this.#silence$.pipe(exhaustMap((callId) => this.#quiet(post(`calls/${callId}/silence`)))).subscribe(),
    );
  }

  /** Places a call with the contents of the fields. */
  call(): void {
    const { draft } = this.#store.state;
    this.#dial({
      from: draft.from.trim(),
      to: draft.to.trim(),
      context: contextOf(this.#store.state).trim(),
    });
  }

  /** Places the latest call again. */
  redial(): void {
    const [latest] = this.#store.state.dialled;
    if (latest !== undefined && this.#store.state.connection === 'open') this.#dial(latest);
  }

  /** Fills the fields from an earlier call: 1 goes back, -1 goes forward. */
  recall(step: 1 | -1): void {
    this.#store.change((state) => {
      const recalled = Math.max(-1, Math.min(state.dialled.length - 1, state.recalled + step));
      const dialled = state.dialled[recalled];
      return dialled === undefined ? state : { ...state, recalled, draft: { ...state.draft, ...dialled } };
    });
  }

  press(key: string): void {
    if (this.#store.state.tones) playTone(key);
    this.#onCall('press', { digits: key });
  }

  /** Handles typing in the text box `Say`: each word is said when it is complete. */
  type(text: string): void {
    this.write({ say: text });
    if (selectedCall(this.#store.state)?.state !== 'answered') return;
    if (text.trim() === '') {
      if (this.#typed !== undefined) this.say('');
      return;
    }
    const complete = text.replace(/\S+$/, '').trim();
    if (complete === this.#typed) return;
    this.#typed = complete;
    this.#onCall('say', { text, soFar: true });
  }

  say(text = this.#store.state.draft.say): void {
    const isOpen = this.#typed !== undefined;
    this.#typed = undefined;
    this.write({ say: '' });
    if (isOpen || text.trim() !== '') this.#onCall('say', { text });
  }

  mumble(): void {
    this.#onCall('mumble');
  }

  /** Stays silent until an operation that waits for the caller ends. */
  staySilent(): void {
    const call = selectedCall(this.#store.state);
    if (call !== undefined) this.#silence$.next(call.callId);
  }

  hangUp(): void {
    this.#onCall('hangup');
  }

  answer(): void {
    this.#onCall('answer');
  }

  decline(): void {
    this.#onCall('decline');
  }

  setIncoming(incoming: Incoming): void {
    this.#ask(post('phone', { incoming }));
  }

  /** Sends the contents of the text field to the app as a message. */
  sendText(): void {
    const { state } = this.#store;
    const { from, to, text } = state.draft;
    if (text.trim() === '') return;
    this.write({ text: '' });
    this.#ask(post('messages', { from, to, context: contextOf(state), body: text }));
  }

  fault(fault: string, options: object = {}, done = ''): void {
    this.#ask(post('faults', { fault, ...options }).pipe(tap(() => this.notify(done))));
  }

  select(callId: string): void {
    this.#typed = undefined;
    stopReading();
    this.#store.change(select(callId));
  }

  write(draft: Partial<Draft>): void {
    this.#store.change((state) => ({ ...state, draft: { ...state.draft, ...draft } }));
  }

  change(change: Change): void {
    this.#store.change(change);
  }

  notify(text: string, isError = false): void {
    this.#store.change((state) => ({ ...state, notice: text === '' ? undefined : { text, isError } }));
  }

  /** Copies a text to the clipboard, or shows it if there is no clipboard. */
  copy(title: string, text: string): void {
    const show = (): void => this.#store.change((state) => ({ ...state, shown: { title, text } }));
    const { clipboard } = navigator as Partial<Navigator>;
    if (clipboard === undefined) show();
    else clipboard.writeText(text).then(() => this.notify(`${title}: copied`), show);
  }

  /** Selects a frame in the diagram and in the list; the same frame again clears the selection. */
  choose(id: number): void {
    this.#store.change((state) => ({ ...state, chosen: state.chosen === id ? undefined : id }));
  }

  point(pointed: State['pointed']): void {
    this.#store.change((state) => (state.pointed === pointed ? state : { ...state, pointed }));
  }

  /** Pauses or resumes the diagram. */
  pause(now: number): void {
    this.#store.change((state) => ({
      ...state,
      paused: state.paused === undefined ? { frames: state.frames, now } : undefined,
    }));
  }

  copySvg(now: number): void {
    const { state } = this.#store;
    const call = selectedCall(state);
    if (call === undefined) return;
    const frames = state.paused?.frames ?? state.frames;
    this.copy('The diagram as SVG', diagramSvg(call, frames, state.paused?.now ?? now));
  }

  /** Copies the call as a test of its flow. */
  copyTest(now: number): void {
    const { state } = this.#store;
    const call = selectedCall(state);
    if (call === undefined) return;
    const why = whyNoTest(call);
    if (why === undefined) this.copy('The test', testOf(call, now, state.status?.flowModule));
    else this.notify(why, true);
  }

  exportRecording(): void {
    const call = selectedCall(this.#store.state);
    if (call === undefined) return;
    this.#ask(
      recordingOf(call.callId).pipe(tap((text) => download(`call-${call.callId.slice(0, 8)}.jsonl`, text))),
    );
  }

  watch(page: number, callId: string): void {
    this.#ask(post('phone/watch', { page, callId }));
  }

  #dial(dialled: Dialled): void {
    this.#store.change((state) => ({
      ...state,
      recalled: -1,
      dialled: [dialled, ...state.dialled.filter((each) => !isSame(each, dialled))].slice(0, REMEMBERED),
    }));
    this.#ask(
      post('calls', dialled).pipe(
        tap((answer) => {
          const { callId, warning = '' } = answer as { callId: string; warning?: string };
          // A call that has ended by the time of the answer takes the place of no other.
          this.#store.change((state) =>
            state.calls.get(callId)?.state === 'ended' ? state : select(callId)(state),
          );
          this.notify(warning);
        }),
      ),
    );
  }

  #onCall(path: string, body: object = {}): void {
    const call = selectedCall(this.#store.state);
    if (call !== undefined) this.#ask(post(`calls/${encodeURIComponent(call.callId)}/${path}`, body));
  }

  #ask(request$: Observable<unknown>): void {
    this.#requests$.next(request$);
  }

  /** Shows an error of a request instead of ending the stream of requests. */
  #quiet(request$: Observable<unknown>): Observable<unknown> {
    return defer(() => request$).pipe(
      catchError((error: unknown) => {
        this.notify(error instanceof Error ? error.message : String(error), true);
        return EMPTY;
      }),
    );
  }
}

const isSame = (one: Dialled, other: Dialled): boolean =>
  one.from === other.from && one.to === other.to && one.context === other.context;
