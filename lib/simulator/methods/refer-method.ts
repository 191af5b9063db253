import { tap, timer } from 'rxjs';
import * as t from 'io-ts';

import type { CalleeOptions } from '../engine/callees.js';
import { answeredCallMethod, done } from './call-method.js';
import { DeviceParams } from './devices.js';

/** What the one who is referred to says in SIP; 200 takes the caller over. */
const NOTIFIES: Readonly<Record<NonNullable<CalleeOptions['answer']>, string>> = {
  answer: '200',
  machine: '200',
  fax: '200',
  manual: '200',
  busy: '486',
  noAnswer: '480',
  decline: '603',
};

/** Milliseconds until they say it, unless their number has another time. */
const RING = 1000;

/**
 * `calling.refer`: the caller's phone is told to call somebody else. When those answer the call is over for the
 * app, with the reason hangup; otherwise it goes on.
 */
export const refer = answeredCallMethod(t.type({ device: DeviceParams }), (to, { device }) =>
  done('Referring', to, () => {
    const { call, exchange } = to;
    const { answer = 'answer', after = RING } = exchange.world.switchboard.callees.of(device.to);
    const code = NOTIFIES[answer];
    const accepted = { sip_refer_to: device.to, sip_refer_response_code: '202' };
    call.emit('calling.call.refer', { state: 'inProgress', ...accepted });
    const told$ = timer(after, call.settings.scheduler).pipe(
      tap(() => {
        const state = code === '200' ? 'finished' : 'error';
        call.emit('calling.call.refer', { state, ...accepted, sip_notify_response_code: code });
        if (code === '200') call.transfer(device.to);
      }),
    );
    call.life.add(told$.subscribe());
  }),
);
