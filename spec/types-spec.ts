/**
 * What the compiler must say. `npm run typecheck` is the test: a line under `@ts-expect-error` that compiles is an
 * error, and so is an `expectType` whose type is another. Nothing in `types` is ever run.
 */
import type { Either } from 'fp-ts/lib/Either.js';
import type { Observable, Subject } from 'rxjs';
import { NEVER, filter, firstValueFrom, map, of, pipe, race, retry, switchMap, timeout } from 'rxjs';
import {
  RelayClient,
  digits,
  eachCall,
  gatherDigits,
  input,
  outcome,
  menu,
  partials,
  pause,
  phone,
  reprompt,
  resume,
  speech,
  startInputTimers,
  stop,
  tts,
  volume,
  type Call,
  type CollectAction,
  type CollectEvent,
  type CollectFailure,
  type CollectInput,
  type CommandResult,
  type DetectAction,
  type PlayAction,
  type PlayEvent,
  type RecordAction,
  type RelayEvent,
  type StandaloneCollectAction,
} from 'relay-rx';

/* eslint-disable @typescript-eslint/no-unsafe-call -- that is how types are compared */
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const expectType =
  <Expected>() =>
  <Actual>(_actual: Actual, ..._equal: Equal<Actual, Expected> extends true ? [] : [never]): void =>
    undefined;

const types = (call: Call, client: RelayClient, collect: CollectAction, play: PlayAction): void => {
  // Command operators keep the kind of action, and chain.
  expectType<CollectAction>()(collect.pipe(stop(NEVER)));
  expectType<CollectAction>()(collect.pipe(volume(3), startInputTimers(NEVER), stop(NEVER)));
  expectType<PlayAction>()(play.pipe(pause(NEVER), resume(NEVER), volume(of(1, 2)), stop(NEVER)));
  expectType<CollectAction>()(collect.pipe());

  // What a kind of action has not, does not compile.
  // @ts-expect-error a play-and-collect cannot be paused
  collect.pipe(pause(NEVER));
  // @ts-expect-error nor resumed
  collect.pipe(resume(NEVER));
  // @ts-expect-error a playback has no input timers
  play.pipe(startInputTimers(NEVER));
  // @ts-expect-error a plain Observable is no action
  of(1).pipe(stop(NEVER));
  // @ts-expect-error an action that went through an operator of RxJS is a plain Observable
  collect.pipe(retry(1), stop(NEVER));
  // @ts-expect-error a volume is a number
  collect.pipe(volume('loud'));
  // @ts-expect-error and so is each value of a stream of them
  collect.pipe(volume(of('loud')));
  // @ts-expect-error a playback collects nothing
  play.pipe(digits());

  // An operator that was not called does not compile, in whatever place.
  // @ts-expect-error digits, and not digits()
  collect.pipe(digits);
  // @ts-expect-error stop, and not stop(notifier)
  collect.pipe(stop);
  // @ts-expect-error volume, and not volume(db)
  collect.pipe(volume);
  // @ts-expect-error reprompt, and not reprompt(config)
  collect.pipe(reprompt);
  // @ts-expect-error the last of several
  collect.pipe(stop(NEVER), digits);
  // @ts-expect-error one of RxJS
  collect.pipe(digits(), retry);
  // What an operator of the user's own gives need be no Observable, as in RxJS.
  expectType<Promise<string>>()(collect.pipe(digits(), (source) => firstValueFrom(source)));

  // RxJS's free pipe joins a command operator with one that reads; inside an action's own pipe it joins any.
  const stoppedDigits = pipe(stop(NEVER), digits());
  expectType<Observable<string>>()(collect.pipe(stoppedDigits));
  expectType<Observable<number>>()(
    collect.pipe(
      pipe(
        stop(NEVER),
        digits(),
        retry(2),
        map((each) => each.length),
      ),
    ),
  );
  expectType<Observable<string>>()(collect.pipe(pipe(volume(3), stop(NEVER), digits())));
  expectType<CollectAction>()(collect.pipe(pipe(stop(NEVER), volume(3))));
  // @ts-expect-error a plain Observable cannot be stopped
  of(1).pipe(stoppedDigits);

  // Nine operators keep their types; with more, as in RxJS, nothing is known.
  expectType<Observable<string>>()(
    collect.pipe(
      stop(NEVER),
      volume(1),
      stop(NEVER),
      volume(1),
      stop(NEVER),
      volume(1),
      stop(NEVER),
      volume(1),
      digits(),
    ),
  );
  expectType<Observable<unknown>>()(
    collect.pipe(
      stop(NEVER),
      volume(1),
      stop(NEVER),
      volume(1),
      stop(NEVER),
      volume(1),
      stop(NEVER),
      volume(1),
      digits(),
      map((each: string) => each.length),
      filter((each) => each > 1),
    ),
  );

  // So it is with every kind.
  expectType<RecordAction>()(call.record().pipe(pause(NEVER), resume(NEVER), stop(NEVER)));
  expectType<StandaloneCollectAction>()(
    call.collect({ speech: {} }).pipe(startInputTimers(NEVER), stop(NEVER)),
  );
  expectType<DetectAction>()(call.detectAnsweringMachine().pipe(stop(NEVER)));
  // @ts-expect-error a recording has no volume
  call.record().pipe(volume(1));
  // @ts-expect-error nor has a collect without a prompt
  call.collect({ speech: {} }).pipe(volume(1));
  // @ts-expect-error a detector cannot be paused
  call.detectFax().pipe(pause(NEVER));
  // @ts-expect-error digits on their way cannot be stopped
  call.sendDigits({ digits: '1' }).pipe(stop(NEVER));
  // @ts-expect-error a message cannot be taken back
  client.sendMessage({ toNumber: '+15550100', fromNumber: '+15550101', body: 'x' }).pipe(stop(NEVER));
  expectType<Observable<string>>()(collect.pipe(reprompt({ attempts: 2 }), digits()));
  // @ts-expect-error a collect without a prompt has no media to ask again with
  call.collect({ speech: {} }).pipe(reprompt({ attempts: 2 }));
  expectType<Observable<'sales' | CommandResult>>()(
    menu(call, {
      prompt: tts('1 or 2?'),
      options: { 1: () => of('sales' as const), 2: () => call.hangup() },
    }),
  );
  // @ts-expect-error a key leads to a function that makes what follows
  menu(call, { prompt: tts('1?'), options: { 1: 'sales' } });
  // @ts-expect-error nor to an Observable that is there already
  menu(call, { prompt: tts('1?'), options: { 1: of('sales') } });
  expectType<Observable<Call>>()(client.dial({ devices: phone({ to: '+15550101', from: '+15550100' }) }));

  // RxJS's own operators infer through.
  expectType<Observable<string>>()(collect.pipe(digits()));
  expectType<Observable<string>>()(collect.pipe(stop(NEVER), digits(), retry(2)));
  expectType<Observable<string>>()(collect.pipe(speech()));
  expectType<Observable<CollectInput>>()(collect.pipe(input()));
  expectType<Observable<Either<CollectFailure, CollectInput>>>()(collect.pipe(outcome()));
  expectType<Observable<CollectEvent>>()(collect.pipe(partials()));
  expectType<Observable<boolean | undefined>>()(collect.pipe(map((event) => event.final)));
  expectType<Observable<CommandResult>>()(
    collect.pipe(
      digits(),
      switchMap((dest) => call.transfer({ dest })),
    ),
  );
  expectType<Observable<CollectEvent>>()(race(collect, collect).pipe(timeout(1)));
  expectType<Promise<CollectEvent>>()(collect.wait({ timeout: 1 }));
  expectType<Observable<PlayEvent>>()(collect.playback$);

  // Calls and flows.
  expectType<Observable<string>>()(
    client.calls$.pipe(
      eachCall((each) => {
        expectType<Call>()(each);
        return each.playAndCollect({ media: [tts('Hello.')], collect: { speech: {} } }).pipe(speech());
      }),
    ),
  );
  // @ts-expect-error a flow is something to subscribe to
  client.calls$.pipe(eachCall(() => 1));

  // Events are told apart by their type.
  client.subscribe((event: RelayEvent) => {
    if (event.type === 'calling.call.collect') expectType<CollectEvent>()(event);
    if (event.type === 'calling.call.play') expectType<PlayEvent>()(event);
    if (event.type === 'calling.call.state') expectType<string>()(event.callId);
  });
  expectType<Observable<CollectEvent>>()(client.on('calling.call.collect'));
  expectType<Observable<PlayEvent>>()(call.on('calling.call.play'));
  call.on('calling.call.tap').subscribe((event) => expectType<'calling.call.tap'>()(event.type));
  collect.subscribe(({ result }) => {
    if (result?.type === 'digit') expectType<string>()(result.digits);
    if (result?.type === 'speech') expectType<number | undefined>()(result.confidence);
  });

  // Options.
  // @ts-expect-error something to play
  call.playAndCollect({ collect: { digits: { max: 1 } } });
  // @ts-expect-error something to collect
  call.playAndCollect({ media: [tts('Hello.')] });
  // @ts-expect-error a digit count
  call.playAndCollect({ media: [tts('Hello.')], collect: { digits: {} } });
  // @ts-expect-error no such option
  call.playAndCollect({ media: [tts('Hello.')], collect: { digits: { max: 1 } }, colour: 'red' });
  call.play({
    media: [
      { type: 'tts', text: 'flat' },
      { type: 'tts', params: { text: 'nested' } },
    ],
  });
  // @ts-expect-error the wire's own name, which is accepted at run time
  call.playAndCollect({ play: [tts('Hello.')], collect: { digits: { max: 1 } } });
  // @ts-expect-error the wire's own name, which is accepted at run time
  call.playAndCollect({ media: [tts('Hello.')], collect: { digits: { max: 1, digit_timeout: 5 } } });
  // @ts-expect-error the wire's own name, which is accepted at run time
  call.answer({ max_duration: 60 });
  // @ts-expect-error a medium of another kind's params
  call.play({ media: [{ type: 'audio', text: 'Hello.' }] });
  // @ts-expect-error no such scheme
  new RelayClient({ scheme: 'http' });

  // Every option may be undefined, so that one can be passed on.
  const none = undefined;
  new RelayClient({ project: none, contexts: none, reconnect: { maxDelay: none }, socket: none });
  call.play({ media: [tts('Hello.', { voice: none })], loop: none, volume: none, controlId: none });
  call.playAndCollect({
    media: [tts('Hello.')],
    collect: { digits: { max: 1, terminators: none }, initialTimeout: none },
    stopOnUnsubscribe: none,
  });
  call.record({ audio: { beep: none, format: none } });
  call.collect({ speech: { hints: none }, partialResults: none });
  client.dial({ devices: phone({ to: '+15550101', from: '+15550100', timeout: none }), tag: none });
  void collect.wait({ timeout: none, signal: none });
  collect.pipe(reprompt({ attempts: 2, noInput: none, accept: none }));
  menu(call, { prompt: tts('1?'), options: { 1: () => of(1) }, attempts: none, noMatch: none });
  collect.pipe(digits({ min: none, max: none, pattern: none }));
  collect.pipe(gatherDigits({ length: 2, attempts: 2, nextPrompt: () => tts('on'), min: none, max: none }));
  client.calls$.pipe(eachCall(() => NEVER, { after: none }));
  client.drain({ timeout: none });
  void client.run(() => NEVER, { timeout: none, after: none });
  call.answer({ maxDuration: none });
  call.hangup({ reason: none });
  call.detectAnsweringMachine({ timeout: none, detectMessageEnd: none });
  new RelayClient({
    logger: none,
    scheduler: none,
    cert: none,
    key: none,
    callTimeout: none,
    requestTimeout: none,
  });

  // No Subject is handed out.
  // @ts-expect-error nobody but RELAY says that a call comes in
  client.calls$.next(call);
  expectType<false>()(false as typeof call.state$ extends Subject<unknown> ? true : false);
};

describe('the types', () => {
  it('are checked by the compiler', () => {
    expect(types).toBeInstanceOf(Function);
  });
});
