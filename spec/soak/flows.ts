import {
  TimeoutError,
  concat,
  defer,
  filter,
  ignoreElements,
  interval,
  lastValueFrom,
  map,
  merge,
  race,
  repeat,
  retry,
  switchMap,
  take,
  takeUntil,
  tap,
  timeout,
  timer,
  toArray,
  type Observable,
  type ObservableInput,
  type SchedulerLike,
} from 'rxjs';
import {
  audio,
  digits,
  eachCall,
  gatherDigits,
  menu,
  partials,
  pause,
  phone,
  resume,
  speech,
  startInputTimers,
  stop,
  tts,
  volume,
  type Call,
  type RelayClient,
} from 'relay-rx';
import { Breakage, DONE, type OutcomeLog } from './outcome-log.js';
import { personOf, type Errand, type Person } from './people.js';
import { between, pick, seedOf, seeded, type Random } from './random.js';
import { CALLEES } from './town.js';

/** What a flow works with beside its call. */
export interface Desk {
  readonly client: RelayClient;
  readonly outcomes: OutcomeLog;
  /** Of everything that takes time here. */
  readonly scheduler: SchedulerLike;
  /** How many times as long it takes, for what the client keeps the time of. */
  readonly pace: number;
  /** Draws what this flow leaves to chance. */
  readonly random: Random;
}

type Flow = (call: Call, person: Person, desk: Desk) => ObservableInput<unknown>;

const NOTHING = { defaultValue: undefined };

const answer = (call: Call): Observable<never> => call.answer().pipe(ignoreElements());
const say = (call: Call, text: string): Observable<never> => call.playTTS({ text }).pipe(ignoreElements());
const hangUp = (call: Call): Observable<typeof DONE> => call.hangup().pipe(map(() => DONE));

/** For what does not end by itself: a `stop` or a `resume` that is lost or refused is told on `errors$`, no more. */
const atMost = <T>(scheduler: SchedulerLike) => takeUntil<T>(timer(2_000, scheduler));

const askPin = (call: Call, initialTimeout = 0.1) =>
  call.playAndCollect({
    media: [tts('Enter your PIN.')],
    collect: { digits: { max: 4, digitTimeout: 0.06 }, initialTimeout },
  });

/** An answer that somebody else gave, or nobody: an error that nobody has stated. */
function theirs(person: Person, value: string, ...expected: readonly string[]): void {
  if (expected.includes(value)) return;
  throw new Error(
    `${person.number} was to be heard saying ${expected.join(' or ')}, and was heard saying ${value}`,
  );
}

const someone = ({ random }: Desk, person: Person) =>
  phone({ to: pick(random, CALLEES).to, from: person.number, timeout: 1 });

/** Talks to somebody who was dialled. */
export const talk = ({ outcomes }: Pick<Desk, 'outcomes'>) =>
  eachCall((callee: Call) =>
    outcomes.flow('dialled', callee, () => concat(say(callee, 'This is a reminder.'), hangUp(callee))),
  );

export const FLOWS: Readonly<Record<Errand, Flow>> = {
  menu: (call, person) =>
    concat(
      answer(call),
      menu(call, {
        prompt: tts('Press 1 for sales, 2 for support.'),
        options: {
          1: (key) =>
            concat(
              defer(() => (theirs(person, key, person.choice), say(call, 'Sales is closed.'))),
              hangUp(call),
            ),
          2: (key) =>
            defer(
              () => (
                theirs(person, key, person.choice),
                call.transfer({ dest: 'support' }).pipe(map(() => DONE))
              ),
            ),
        },
        attempts: 3,
        noMatch: tts('That is not in the menu. Press 1 or 2.'),
        initialTimeout: 0.1,
      }),
    ),

  pin: (call, person) =>
    concat(
      answer(call),
      askPin(call).pipe(
        gatherDigits({ length: 4, attempts: 3, nextPrompt: (soFar) => tts(`${soFar}, go on.`) }),
        tap((pin) => theirs(person, pin, person.pin)),
        switchMap(() => concat(say(call, 'Thank you.'), hangUp(call))),
      ),
    ),

  speech: (call, person) =>
    concat(
      answer(call),
      defer(() => {
        const prompt = call.playAndCollect({
          media: [tts('What is it about?')],
          collect: { speech: { endSilenceTimeout: 0.02 }, partialResults: true, initialTimeout: 0.1 },
        });
        return merge(prompt.pipe(partials(), ignoreElements()), prompt.pipe(speech()));
      }).pipe(
        retry(1),
        take(1),
        tap((words) => theirs(person, words, person.words)),
        switchMap(() => hangUp(call)),
      ),
    ),

  record: (call, _, { random, scheduler }) =>
    concat(
      answer(call),
      say(call, 'Leave a message.'),
      call
        .record({ audio: { initialTimeout: 0.1, endSilenceTimeout: 0.03 } })
        .pipe(stop(timer(between(random, 5, 200), scheduler)), ignoreElements()),
      hangUp(call),
    ),

  race: (call, person, { random, scheduler }) =>
    concat(
      answer(call),
      race(
        askPin(call).pipe(digits()),
        timer(between(random, 1, 60), scheduler).pipe(map(() => undefined)),
      ).pipe(
        tap((pin) => pin === undefined || theirs(person, pin, person.pin, person.pin.slice(0, 2))),
        switchMap(() => concat(say(call, 'Goodbye.'), hangUp(call))),
      ),
    ),

  operators: (call, _, { random, scheduler }) =>
    concat(
      answer(call),
      call
        .play({ media: [audio('https://example.com/music.mp3'), tts('That was music.')] })
        .pipe(
          volume(interval(8, scheduler).pipe(map((step) => (step % 20) - 10))),
          pause(timer(between(random, 0, 30), scheduler)),
          resume(timer(between(random, 30, 60), scheduler)),
          stop(timer(between(random, 60, 150), scheduler)),
          atMost(scheduler),
          ignoreElements(),
        ),
      defer(() => {
        const prompt = call.collect({
          digits: { max: 1 },
          initialTimeout: 0.02,
          startInputTimers: false,
        });
        return prompt.pipe(
          startInputTimers(timer(between(random, 0, 20), scheduler)),
          atMost(scheduler),
          ignoreElements(),
        );
      }),
      hangUp(call),
    ),

  handles: (call, person, { outcomes, random, pace }) =>
    outcomes.promised('handles', call.callId, async () => {
      await lastValueFrom(call.answer(), NOTHING);
      const prompt = askPin(call);
      const found = await prompt
        .wait({ timeout: between(random, 1, 60) * pace })
        .catch(async (error: unknown) => {
          if (!(error instanceof TimeoutError)) throw error;
          await lastValueFrom(prompt.stop(), NOTHING);
          return prompt.wait();
        });
      if (found.result?.type === 'digit')
        theirs(person, found.result.digits, person.pin, person.pin.slice(0, 2));
      await call.playTTS({ text: 'Goodbye.' }).wait();
      return (await lastValueFrom(call.hangup(), NOTHING)) && DONE;
    }),

  dial: (call, person, desk) =>
    concat(
      answer(call),
      desk.client
        .dial({ devices: someone(desk, person), dialTimeout: between(desk.random, 301, 2_000) * desk.pace })
        .pipe(talk(desk), ignoreElements()),
      hangUp(call),
    ),

  connect: (call, person, desk) =>
    concat(
      answer(call),
      merge(
        // Listened for before it is asked: the event may overtake the answer.
        call.on('calling.call.connect').pipe(
          filter(({ connectState }) => connectState !== 'connecting'),
          take(1),
          timeout({ first: 3_000, scheduler: desk.scheduler }),
        ),
        call.connect({ devices: [[someone(desk, person)]] }),
      ).pipe(ignoreElements()),
      timer(20, desk.scheduler).pipe(ignoreElements()),
      // Whoever was connected goes with the call.
      hangUp(call),
    ),

  commands: (call) =>
    concat(
      concat(
        answer(call),
        call.hold(),
        call.unhold(),
        call.sendDigits({ digits: '12' }),
        call.denoise(),
      ).pipe(ignoreElements()),
      hangUp(call),
    ),

  continuous: (call, person, { scheduler }) =>
    concat(
      answer(call),
      call
        .playAndCollect({
          media: [tts('Enter your PIN, one by one.')],
          collect: { digits: { max: 1 }, continuous: true, initialTimeout: 0.1 },
        })
        .pipe(
          stop(timer(150, scheduler)),
          atMost(scheduler),
          digits(),
          take(4),
          toArray(),
          // What RELAY says twice over one socket is a key that was pressed twice, for all that a client can tell: several
          // keys come again together. None is left out, and none comes before its turn.
          tap((keys) => {
            if (!areInTurn(keys, person.pin)) theirs(person, keys.join(''), person.pin);
          }),
          switchMap(() => hangUp(call)),
        ),
    ),

  // Only `eachCall` hangs up here.
  broken: (call, _, { random, scheduler }) =>
    concat(
      answer(call),
      merge(
        say(call, 'One moment please.'),
        timer(between(random, 0, 100), scheduler).pipe(
          tap(() => {
            throw new Breakage();
          }),
        ),
      ),
    ),

  // The caller is the one who hangs up.
  idle: (call) => concat(answer(call), call.playSilence({ duration: 0.02 }).pipe(repeat())),
};

/** Whether each key of a PIN comes after the ones before it, once or more often. */
function areInTurn(keys: readonly string[], pin: string): boolean {
  let turn = 0;
  for (const key of keys) {
    if (key === pin[turn]) turn += 1;
    else if (!pin.slice(0, turn).includes(key)) return false;
  }
  return true;
}

/** The flow of an inbound call, by the context that it came in by. */
export function serve(call: Call, desk: Omit<Desk, 'random'>, seed: number): Observable<unknown> {
  const errand = call.context as Errand;
  const number = call.device?.params['from_number'];
  if (!(errand in FLOWS) || typeof number !== 'string') throw new Error('A call that nobody has made');
  const person = personOf(number);
  const random = seeded(seedOf(seed + 2, Number(number.slice(-7))));
  return desk.outcomes.flow(errand, call, () => FLOWS[errand](call, person, { ...desk, random }));
}
