import {
  filter,
  first,
  firstValueFrom,
  lastValueFrom,
  map,
  race,
  switchMap,
  take,
  timer,
  toArray,
} from 'rxjs';
import { DialError, detected, phone, type Call } from 'relay-rx';
import { held } from './support/marbles.js';
import { stage, type Stage } from './support/stage.js';

/** Dialling, detecting, recording, bridging and messaging on a real WebSocket, against the simulator. */
describe('on a real connection', () => {
  let { simulator, client, errors, strike } = {} as Stage;
  const [me, you, other] = ['+15550100', '+15550101', '+15550102'];
  const to = (number: string) => phone({ to: number, from: me, timeout: 1 });

  beforeEach(async () => {
    ({ simulator, client, errors, strike } = await stage());
  });
  afterEach(async () => {
    await strike();
    expect(errors).toEqual([]);
  });

  const dial = (number: string): Promise<Call> => firstValueFrom(client.dial({ devices: to(number) }));

  it('dials whoever answers, and keeps the call for as long as it is up', async () => {
    simulator.callee({ to: you, after: 1 });
    const call = await dial(you);
    expect(call).toMatchObject({ state: 'answered', direction: 'outbound' });
    await lastValueFrom(call.hangup());
    await lastValueFrom(call.ended$);
    expect(held(call)).toMatchObject({ calls: 0, dials: 0 });
  });

  it.each([
    ['busy', 'busy'],
    ['decline', 'decline'],
  ] as const)('fails with the reason when the other end is %s', async (answer, reason) => {
    simulator.callee({ to: you, answer, after: 1 });
    await expect(dial(you)).rejects.toMatchObject({ name: 'DialError', reason });
    expect(new DialError(reason, '')).toBeInstanceOf(Error);
  });

  it('gives the call to whoever answers first, of several', async () => {
    simulator.callee({ to: you, answer: 'noAnswer' });
    simulator.callee({ to: other, after: 1 });
    const call = await firstValueFrom(client.dial({ devices: [[to(you), to(other)]] }));
    expect(call.device?.params['to_number']).toBe(other);
    expect(held(call)).toMatchObject({ calls: 1, dials: 0 });
  });

  it('ends the legs when the dial is left', async () => {
    simulator.callee({ to: you, answer: 'noAnswer' });
    const ringing = firstValueFrom(simulator.dialled$);
    const dialling = client.dial({ devices: to(you) }).subscribe();
    const callee = await ringing;
    dialling.unsubscribe();
    await lastValueFrom(callee.state$);
    expect(callee.endReason).toBe('cancel');
  });

  it('tells a human from a machine', async () => {
    simulator.callee({ to: you, answer: 'machine', greeting: 'Please leave a message.', after: 1 });
    const call = await dial(you);
    const found$ = call.detectAnsweringMachine({ timeout: 5, detectMessageEnd: true }).pipe(detected());
    expect(await firstValueFrom(found$.pipe(take(2), toArray()))).toEqual(['MACHINE', 'READY']);

    simulator.callee({ to: other, after: 1, answeredBy: 'human', greeting: 'Hello?' });
    const human = await dial(other);
    expect(await firstValueFrom(human.detectAnsweringMachine().pipe(detected(), first()))).toBe('HUMAN');
  });

  it('records, and gives where the recording is', async () => {
    simulator.callee({ to: you, after: 1 });
    const call = await dial(you);
    const record = call.record({ audio: { initialTimeout: 0, endSilenceTimeout: 0 } });
    const finished = lastValueFrom(record);
    await firstValueFrom(call.on('calling.call.record').pipe(filter(({ state }) => state === 'recording')));
    await lastValueFrom(record.stop());
    expect(await finished).toMatchObject({
      state: 'finished',
      url: expect.stringContaining('http') as string,
    });
  });

  it('connects two parties, and tells when', async () => {
    simulator.callee({ to: you, after: 1 });
    simulator.callee({ to: other, after: 1 });
    const call = await dial(you);
    const connected = firstValueFrom(call.connected$);
    await lastValueFrom(call.connect({ devices: to(other) }));
    expect((await connected).peer?.callId).toEqual(expect.any(String));
  });

  it('sends a message and follows its delivery', async () => {
    const message = client.sendMessage({ toNumber: you, fromNumber: me, body: 'Hello.' });
    const states = firstValueFrom(
      message.pipe(
        map(({ messageState }) => messageState),
        toArray(),
      ),
    );
    expect(await states).toEqual(['queued', 'initiated', 'sent', 'delivered']);
    expect(message).toMatchObject({ isDone: true, completed: true });
  });

  it('misses no state that overtakes the answer', async () => {
    simulator.faults.overtake({ method: 'messaging.send', event: 'messaging.state' });
    const sent = await client.sendMessage({ toNumber: you, fromNumber: me, body: 'Hello.' }).wait();
    expect(sent.messageState).toBe('delivered');
  });

  it('receives messages', async () => {
    const message = firstValueFrom(client.messages$);
    simulator.message({ context: 'default', from: you, to: me, body: 'Hello.' });
    expect(await message).toMatchObject({ fromNumber: you, toNumber: me, body: 'Hello.' });
  });

  it('receives the calls of a context that it asks for later', async () => {
    const call = firstValueFrom(client.calls$);
    await lastValueFrom(client.receive(['office']));
    simulator.call({ context: 'office' });
    expect(await call).toMatchObject({ context: 'office' });
  });

  it('sends digits', async () => {
    simulator.callee({ to: you, after: 1 });
    const call = await dial(you);
    const event = await lastValueFrom(
      race(call.sendDigits({ digits: '1#' }), timer(5000).pipe(switchMap(() => []))),
    );
    expect(event).toMatchObject({ state: 'finished' });
  });
});
