import {
  filter,
  firstValueFrom,
  lastValueFrom,
  map,
  mergeMap,
  race,
  repeat,
  retry,
  switchMap,
  take,
  toArray,
} from 'rxjs';
import { CallEndedError, digits, eachCall, speech, startInputTimers, stop, type Call } from 'relay-rx';
import type { Caller } from 'relay-rx/simulator';
import { hear } from '../connection/support.js';
import { held, prompt } from '../support/marbles.js';
import { stage, type Stage } from '../support/stage.js';

/** The action on a real WebSocket, against the simulator. Nothing here waits for a time: only for what happens. */
describe('a prompt on a real connection', () => {
  let { simulator, client, errors, strike } = {} as Stage;

  beforeEach(async () => {
    ({ simulator, client, errors, strike } = await stage());
  });
  afterEach(() => strike());

  /** An answered call, and who calls. */
  async function answered(): Promise<{ call: Call; caller: Caller }> {
    const received = firstValueFrom(client.calls$);
    const caller = simulator.call({ context: 'default', from: '+15550100', to: '+15550101' });
    const call = await received;
    await lastValueFrom(call.answer());
    return { call, caller };
  }

  const heard = (caller: Caller, times = 1) => firstValueFrom(caller.heard$.pipe(take(times), toArray()));
  const sent = (method: string) => simulator.received(method);

  it('gives the digit, and the flow goes on from it', async () => {
    const { call, caller } = await answered();
    const flow = prompt(call).pipe(
      digits(),
      switchMap((digit) => call.transfer({ dest: `dept-${digit}` })),
    );
    const [, dest] = await Promise.all([
      lastValueFrom(flow),
      firstValueFrom(caller.transferredTo$),
      heard(caller).then(() => caller.press('2')),
    ]);
    expect(dest).toBe('dept-2');
    expect(errors).toEqual([]);
  });

  it('survives a dropped socket: the events that follow the resume end it', async () => {
    const { call, caller } = await answered();
    const result = lastValueFrom(
      prompt(call, { collect: { digits: { max: 2 }, initialTimeout: 60 } }).pipe(digits()),
    );
    await heard(caller);
    simulator.faults.drop();
    await firstValueFrom(client.status$.pipe(filter((status) => status !== 'connected')));
    caller.press('42');
    expect(await result).toBe('42');
    expect(sent('calling.play_and_collect')).toHaveLength(1);
    expect(simulator.sessions).toHaveLength(1);
  });

  it('has a result that was lost with the connection, once the session is resumed', async () => {
    const { call, caller } = await answered();
    const result = lastValueFrom(prompt(call).pipe(digits()));
    await heard(caller);
    caller.press('7');
    // What was just written goes with the socket.
    simulator.faults.drop();
    expect(await result).toBe('7');
  });

  it('has each event once, though RELAY sends again what it has no acknowledgement of', async () => {
    const { call, caller } = await answered();
    const collect = { digits: { max: 1 }, initialTimeout: 60, continuous: true };
    const keys = hear(prompt(call, { collect }).pipe(digits()));
    await heard(caller);
    caller.press('1');
    // It has arrived when this is heard, and its acknowledgement goes with the socket.
    const arrived = firstValueFrom(client.on('calling.call.collect'));
    await arrived;
    simulator.faults.drop();
    await firstValueFrom(client.status$.pipe(filter((status) => status !== 'connected')));
    await firstValueFrom(client.status$.pipe(filter((status) => status === 'connected')));
    const next = firstValueFrom(client.on('calling.call.collect'));
    caller.press('2');
    await next;
    expect(keys.values).toEqual(['1', '2']);
    const { events } = await firstValueFrom(client.metrics$);
    expect(events.repeated).toBeGreaterThan(0);
  });

  it('takes a result that overtakes the answer', async () => {
    const { call, caller } = await answered();
    simulator.faults.overtake({ method: 'calling.play_and_collect', event: 'calling.call.collect' });
    const result = lastValueFrom(prompt(call).pipe(digits()));
    await heard(caller);
    caller.press('7');
    expect(await result).toBe('7');
  });

  it('is not ended by an event that comes twice, nor by what is no RELAY frame', async () => {
    const { call, caller } = await answered();
    simulator.faults.repeat(1000);
    simulator.faults.garble();
    const result = lastValueFrom(prompt(call).pipe(digits()));
    await heard(caller);
    caller.press('7');
    expect(await result).toBe('7');
    expect(errors.length).toBeGreaterThan(0);
  });

  it('is stopped when it is left, and the caller hears no more of it', async () => {
    const { call, caller } = await answered();
    const [first, second] = [prompt(call), prompt(call, { media: [{ type: 'silence', duration: 60 }] })];
    const raced = lastValueFrom(race(first, second).pipe(digits(), take(1)));
    await heard(caller, 2);
    caller.press('3');
    await raced;
    // A stop leaves before whatever is asked next.
    await lastValueFrom(call.transfer({ dest: 'elsewhere' }));
    expect(sent('calling.play_and_collect.stop')).toHaveLength(1);
  });

  it('asks again when nothing comes, under a new control id', async () => {
    const { call, caller } = await answered();
    const collect = { initialTimeout: 0.02, digits: { max: 1 } };
    const result = lastValueFrom(prompt(call, { collect }).pipe(digits(), retry(1)));
    await heard(caller, 2);
    caller.press('5');
    expect(await result).toBe('5');
    const ids = sent('calling.play_and_collect').map(({ params }) => params['control_id']);
    expect(new Set(ids).size).toBe(2);
  });

  it('fails with CallEndedError when the caller hangs up in the middle', async () => {
    const { call, caller } = await answered();
    const result = lastValueFrom(prompt(call).pipe(digits()), { defaultValue: 'nothing' });
    await heard(caller);
    caller.hangUp();
    await expect(result).rejects.toThrow(CallEndedError);
  });

  it('takes speech, with its partial results on the way', async () => {
    const { call, caller } = await answered();
    const action = prompt(call, { collect: { speech: { endSilenceTimeout: 0.05 }, partialResults: true } });
    const progress = firstValueFrom(
      action.pipe(
        map(({ final }) => final),
        toArray(),
      ),
    );
    const text = lastValueFrom(action.pipe(speech()));
    await heard(caller);
    caller.say('sales please');
    expect(await text).toBe('sales please');
    expect(await progress).toContain(false);
  });

  it('starts the input timers when it is told to', async () => {
    const { call } = await answered();
    const action = prompt(call, {
      collect: { initialTimeout: 0.01, startInputTimers: false, digits: { max: 1 } },
    });
    const over$ = action.playback$.pipe(filter(({ state }) => state === 'finished'));
    const event = await lastValueFrom(action.pipe(startInputTimers(over$)));
    expect(event.result?.type).toBe('no_input');
    expect(sent('calling.collect.start_input_timers')).toHaveLength(1);
  });

  it('ends by its stop', async () => {
    const { call, caller } = await answered();
    const hold = call.playSilence({ duration: 60 });
    const event = await lastValueFrom(hold.pipe(stop(caller.heard$)));
    expect(event.state).toBe('finished');
  });

  it('holds nothing after 1,000 of them', async () => {
    const { call, caller } = await answered();
    const keys = caller.heard$.subscribe(() => caller.press('1'));
    const action = prompt(call, { media: [{ type: 'silence', duration: 60 }] });
    const pressed = await lastValueFrom(action.pipe(digits(), repeat(1000), toArray()));
    keys.unsubscribe();
    expect(pressed).toHaveLength(1000);
    expect(held(call)).toMatchObject({ calls: 1, operations: 0, waiting: 0, unanswered: 0, types: 1 });
    caller.hangUp();
    await firstValueFrom(call.ended$);
    expect(held(call)).toMatchObject({ calls: 0, operations: 0, waiting: 0, unanswered: 0 });
    expect(errors).toEqual([]);
    // Of real frames; a machine with other things to do takes its time.
  }, 60_000);

  it('keeps the calls of one flow apart', async () => {
    const results = firstValueFrom(
      client.calls$.pipe(
        take(20),
        eachCall((call) =>
          call.answer().pipe(
            mergeMap(() =>
              prompt(call).pipe(
                digits(),
                map((digit) => [call.context, digit]),
              ),
            ),
          ),
        ),
        toArray(),
      ),
    );
    for (let each = 0; each < 20; each += 1) {
      const caller = simulator.call({ context: 'default' });
      caller.heard$.pipe(take(1)).subscribe(() => caller.press(String(each % 10)));
    }
    const digitsOf = (await results).map(([, digit]) => Number(digit)).sort((a, b) => a - b);
    expect(digitsOf).toEqual(Array.from({ length: 20 }, (_, each) => Math.floor(each / 2)));
  });
});
