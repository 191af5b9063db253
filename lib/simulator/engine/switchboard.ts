import { Subject, filter, finalize, take } from 'rxjs';
import type { Observable } from 'rxjs';

import { Call } from '../call/call.js';
import type { CallDescription } from '../call/call-description.js';
import { Callee } from '../call/callee.js';
import { Caller } from '../call/caller.js';
import type { Calls } from '../call/calls.js';
import type { Device } from '../call/device.js';
import { partyOf } from '../call/party.js';
import type { PartyOptions } from '../call/party.js';
import { checkScript, follow } from '../call/script.js';
import type { CallerStep } from '../call/script.js';
import type { Fields } from '../wire/json-rpc.js';
import { Callees, react } from './callees.js';
import type { RoundRobin } from './round-robin.js';
import type { Session } from './session.js';
import type { Settings } from './settings.js';

/** An inbound call. */
export interface CallOptions extends PartyOptions {
  /** The context of the call. @default 'default' */
  readonly context?: string | undefined;
  /** The calling number or address. @default '+15550100' */
  readonly from?: string | undefined;
  /** The called number or address. @default '+15550101' */
  readonly to?: string | undefined;
  /** The device as on the wire. @default a phone, or SIP if one of the two begins with `sip:` */
  readonly device?: Readonly<Record<string, unknown>> | undefined;
  /** The caller's script, from the first ring on; see {@link Caller.script}. */
  readonly script?: readonly CallerStep[] | undefined;
}

/** An outbound call, without the called party. */
export interface Leg {
  /** @default a new one */
  readonly tag: string | undefined;
  /** Milliseconds that it may last; 0 for no limit. */
  readonly maxDuration: number;
}

/** Milliseconds that a callee's phone rings, if the device has no timeout. */
const RING_TIMEOUT = 30_000;

const isSip = (address: string): boolean => /^sips?:/i.test(address);

const deviceOf = (from: string, to: string): Fields =>
  isSip(from) || isSip(to)
    ? { type: 'sip', params: { from, to, headers: [] } }
    : { type: 'phone', params: { from_number: from, to_number: to, headers: [] } };

/** Makes calls, and keeps the party of each. */
export class Switchboard {
  readonly callees = new Callees();
  /** The callees, each before the phone rings. */
  readonly dialled$: Observable<Callee>;
  readonly #dialled$ = new Subject<Callee>();
  readonly #parties = new Map<string, Caller>();

  constructor(
    private readonly settings: Settings,
    private readonly calls: Calls,
    private readonly roundRobin: RoundRobin,
  ) {
    this.dialled$ = this.#dialled$.asObservable();
  }

  /** The parties of ringing and answered calls. */
  get parties(): readonly Caller[] {
    return this.partiesOf(this.calls.live);
  }

  /** The parties of these calls. */
  partiesOf(calls: readonly Call[]): readonly Caller[] {
    return calls.flatMap(({ callId }) => this.#parties.get(callId) ?? []);
  }

  /** Makes an inbound call. It is offered in the next turn of the scheduler. */
  receive(options: CallOptions): Caller {
    const { context = 'default', from = '+15550100', to = '+15550101', script = [] } = options;
    checkScript(script);
    const description: CallDescription = {
      direction: 'inbound',
      context,
      from,
      to,
      device: options.device ?? deviceOf(from, to),
      party: partyOf(options, 'inbound'),
      ringTimeout: this.settings.ringTimeout,
      maxDuration: 0,
    };
    const call = new Call(description, this.settings, { kind: 'waiting' });
    const caller = this.#seat(call, new Caller(call));
    caller.script(script).subscribe();
    this.roundRobin.add(call);
    return caller;
  }

  /** Makes an outbound call. The callee's phone rings in the next turn of the scheduler at the earliest. */
  place(session: Session, { type, from, to, params, timeout, maxDuration }: Device, leg: Leg): Call {
    const { settings } = this;
    const behaviour = this.callees.of(to);
    const description: CallDescription = {
      direction: 'outbound',
      context: '',
      from,
      to,
      device: { type, params },
      party: partyOf(behaviour, 'outbound'),
      tag: leg.tag,
      ringTimeout: timeout ?? RING_TIMEOUT,
      maxDuration: maxDuration ?? leg.maxDuration,
    };
    const call = new Call(description, this.settings, { kind: 'created', session });
    const callee = this.#seat(call, new Callee(call));
    const answered$ = callee.state$.pipe(
      filter((state) => state === 'answered'),
      take(1),
    );
    follow(callee, behaviour.script ?? [], settings, answered$).subscribe();
    const ring = (): void => {
      // A busy phone does not ring.
      if (behaviour.answer !== 'busy') call.ring();
      this.#dialled$.next(callee);
      call.life.add(react(callee, behaviour, settings.scheduler).subscribe());
    };
    call.life.add(settings.scheduler.schedule(ring));
    return call;
  }

  close(): void {
    this.#dialled$.complete();
  }

  #seat<C extends Caller>(call: Call, party: C): C {
    this.#parties.set(call.callId, party);
    this.calls.add(call);
    party.state$.pipe(finalize(() => this.#parties.delete(call.callId))).subscribe();
    return party;
  }
}
