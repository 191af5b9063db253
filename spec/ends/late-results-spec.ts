import { NEVER, type Observable, map, mergeMap, of, take } from 'rxjs';
import { CallEndedError, eachCall, shield, type Call } from 'relay-rx';
import { callEnded, callReceived, recordState, type RelayRunHelpers } from 'relay-rx/testing';
import { held, marbles } from '../support/marbles.js';

const { run } = marbles({ client: { logger: false } });

/** A recording whose call ends at 5 ms, and which RELAY finishes at so many ms, if at all. */
const recording = ({ call, relay }: RelayRunHelpers, finished?: string) => {
  relay.events('-----E', { E: callEnded('hangup') });
  if (finished !== undefined)
    relay.events(`${finished} r`, { r: recordState('finished', { controlId: 'rec' }) });
  return call.record({ audio: {}, controlId: 'rec' });
};

const note = (log: unknown[]) => ({
  next: ({ type }: { readonly type: string }) => log.push(type),
  error: (error: unknown) => log.push(error),
  complete: () => log.push('complete'),
});

describe('a result that follows the end of the call', () => {
  it('reaches those who subscribed outside of the flow, and those who come late', () => {
    const log: unknown[] = [];
    run((helpers) => {
      const record = recording(helpers, '3s');
      record.subscribe(note(log));
      helpers.cold('1s x').subscribe(() => record.subscribe(note(log)));
    });
    expect(log).toEqual(['calling.call.record', 'complete', 'calling.call.record', 'complete'].sort());
  });

  it('reaches shield()ed work of a flow, whose saving is waited for', () => {
    const saved: string[] = [];
    const errors: Error[] = [];
    run((helpers) => {
      const { call, client, expectObservable } = helpers;
      client.errors$.subscribe((error) => errors.push(error));
      call.answer().subscribe();
      const record = recording(helpers, '3s');
      const save = (): Observable<unknown> => of(saved.push('saved'));
      of(call)
        .pipe(eachCall(() => record.pipe(mergeMap(save), shield())))
        .subscribe();
      expectObservable(client.drain()).toBe('3s |');
    });
    expect(saved).toEqual(['saved']);
    expect(errors).toEqual([]);
  });

  it('reaches wait()', async () => {
    const event = run((helpers) => ({ result: recording(helpers, '9s').wait() }));
    await expect(event.result).resolves.toMatchObject({ state: 'finished' });
  });

  it('is waited for for 10 s: then the action completes, and wait() rejects', async () => {
    const log: unknown[] = [];
    const { result } = run((helpers) => {
      const record = recording(helpers, '11s');
      record.subscribe(note(log));
      helpers.cold('10004ms x').subscribe(() => expect(log).toEqual([]));
      helpers.cold('10006ms x').subscribe(() => {
        expect(log).toEqual(['complete']);
        expect(held(helpers.call).operations).toBe(0);
      });
      return { result: record.wait() };
    });
    await expect(result).rejects.toBeInstanceOf(CallEndedError);
  });

  it('holds the connection, and not the number of active calls', () => {
    run((helpers) => {
      const { client, call, cold, expectObservable } = helpers;
      const record = recording(helpers, '3s');
      record.subscribe();
      expectObservable(client.activeCalls$.pipe(take(2))).toBe('1----(0|)', { 0: 0, 1: 1 });
      cold('2s x').subscribe(() => expect(held(call).operations).toBe(1));
      expectObservable(client.status$.pipe(map((status) => status[0]!))).toBe('c 2999ms d', {
        c: 'c',
        d: 'd',
      });
    });
  });

  it('does not stand in the way of the same call id', () => {
    const log: unknown[] = [];
    const again: string[] = [];
    run((helpers) => {
      const { client, relay } = helpers;
      recording(helpers, '3s').subscribe(note(log));
      client.calls$.subscribe((call: Call) => again.push(call.callId));
      relay.events('1s o', { o: callReceived({ callId: 'call-1' }) });
    });
    expect(again).toEqual(['call-1']);
    expect(log).toEqual(['calling.call.record', 'complete']);
  });

  it('is not waited for once the client is closed', () => {
    const log: unknown[] = [];
    run((helpers) => {
      const { client, cold } = helpers;
      recording(helpers, '3s').subscribe(note(log));
      cold('1s x').subscribe(() => {
        client.close();
        expect(log).toEqual(['complete']);
      });
    });
  });

  it('brings a warning that names shield() where nobody is left to receive it', () => {
    const errors: Error[] = [];
    run((helpers) => {
      const { call, client } = helpers;
      client.errors$.subscribe((error) => errors.push(error));
      const record = recording(helpers, '3s');
      of(call)
        .pipe(eachCall(() => record.pipe(mergeMap(() => NEVER))))
        .subscribe();
    });
    expect(errors).toMatchObject([{ code: 'ERR_RELAY_RESULT_LOST', callId: 'call-1' }]);
    expect(errors[0]!.message).toContain('shield()');
  });

  it('brings none where somebody received it', () => {
    const errors: Error[] = [];
    run((helpers) => {
      const { call, client } = helpers;
      client.errors$.subscribe((error) => errors.push(error));
      const record = recording(helpers, '3s');
      record.subscribe();
      of(call)
        .pipe(eachCall(() => record.pipe(mergeMap(() => NEVER))))
        .subscribe();
    });
    expect(errors).toEqual([]);
  });
});
