import { BehaviorSubject, ReplaySubject, Subject, Subscription, distinctUntilChanged, map } from 'rxjs';
import type { Observable } from 'rxjs';

import type { CallerInput } from './caller-input.js';
import type { Heard } from './heard.js';

/** The line to the party at the other end of a call: their input, and the audio and tones that reach them. */
export class FarEnd {
  readonly #input$ = new Subject<CallerInput>();
  readonly #speaking$ = new BehaviorSubject(false);
  readonly #beep$ = new ReplaySubject<void>(1);
  readonly #heard$ = new Subject<Heard>();
  readonly #sounds$ = new BehaviorSubject(0);
  readonly #volume$ = new Subject<number>();
  readonly #digit$ = new Subject<string>();
  readonly #held$ = new BehaviorSubject(false);
  readonly #transferredTo$ = new ReplaySubject<string>(1);

  readonly input$: Observable<CallerInput> = this.#input$.asObservable();
  /** Whether the party is speaking; the current value first. */
  readonly speaking$: Observable<boolean> = this.#speaking$.pipe(distinctUntilChanged());
  /** The tone after a machine's greeting, for late subscribers too. */
  readonly beep$: Observable<void> = this.#beep$.asObservable();
  readonly heard$: Observable<Heard> = this.#heard$.asObservable();
  /** Whether audio is playing to the party; the current value first. */
  readonly sounding$: Observable<boolean> = this.#sounds$.pipe(
    map((sounds) => sounds > 0),
    distinctUntilChanged(),
  );
  readonly volume$: Observable<number> = this.#volume$.asObservable();
  /** The keys whose tones the party hears, one at a time. */
  readonly digit$: Observable<string> = this.#digit$.asObservable();
  readonly held$: Observable<boolean> = this.#held$.pipe(distinctUntilChanged());
  readonly transferredTo$: Observable<string> = this.#transferredTo$.asObservable();

  get isHeld(): boolean {
    return this.#held$.value;
  }

  /** Handles an input of the party. */
  input(input: CallerInput): void {
    if (input.kind === 'voice' || input.kind === 'quiet') this.#speaking$.next(input.kind === 'voice');
    if (input.kind === 'beep') this.#beep$.next();
    this.#input$.next(input);
  }

  /** Reports the start of audio. Unsubscribe the result when the audio ends. */
  hear(heard: Heard): Subscription {
    const sound = heard.kind === 'silence' ? Subscription.EMPTY : this.sound();
    this.#heard$.next(heard);
    return sound;
  }

  /** Starts audio without a report. Unsubscribe the result when the audio ends. */
  sound(): Subscription {
    this.#sounds$.next(this.#sounds$.value + 1);
    return new Subscription(() => this.#sounds$.next(this.#sounds$.value - 1));
  }

  setVolume(db: number): void {
    this.#volume$.next(db);
  }

  sendDigit(key: string): void {
    this.#digit$.next(key);
  }

  hold(held: boolean): void {
    this.#held$.next(held);
  }

  transfer(dest: string): void {
    this.#transferredTo$.next(dest);
  }

  close(): void {
    for (const subject of [
      this.#input$,
      this.#speaking$,
      this.#beep$,
      this.#heard$,
      this.#sounds$,
      this.#volume$,
      this.#digit$,
      this.#held$,
      this.#transferredTo$,
    ])
      subject.complete();
  }
}
