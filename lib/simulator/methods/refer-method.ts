import { tap, timer } from 'rxjs';
import * as t from 'io-ts';

import type { CalleeOptions } from '../engine/callees.js';
import { answeredCallMethod, done } from './call-method.js';
import { ReferDevice } from './devices.js';

interface Outcome {
  readonly state: 'success' | 'busy' | 'noAnswer' | 'error';
  /** The SIP status of the NOTIFY. */
  readonly code: string;
}

const TAKEN: Outcome = { state: 'success', code: '200' };

const OUTCOMES: Readonly<Record<NonNullable<CalleeOptions['answer']>, Outcome>> = {
  answer: TAKEN,
  machine: TAKEN,
  fax: TAKEN,
  manual: TAKEN,
  busy: { state: 'busy', code: '486' },
  noAnswer: { state: 'noAnswer', code: '480' },
  decline: { state: 'error', code: '603' },
};

/** Milliseconds until the target reacts, if its behaviour does not set a time. */
const RING = 1000;

/**
 * `calling.refer`: asks the caller's phone to call somebody else. If they answer, the call ends for the app, with the
 * reason hangup; otherwise it continues.
 */
export const refer = answeredCallMethod(t.type({ device: ReferDevice }), (to, { device }) =>
  done('Referring', to, () => {
    const { call, request } = to;
    const { answer = 'answer', after = RING } = request.engine.switchboard.callees.of(device.to);
    const { state, code } = OUTCOMES[answer];
    const accepted = { sip_refer_to: device.to, sip_refer_response_code: '202' };
    call.emit('calling.call.refer', { state: 'inProgress', ...accepted });
    const told$ = timer(after, call.settings.scheduler).pipe(
      tap(() => {
        call.emit('calling.call.refer', { state, ...accepted, sip_notify_response_code: code });
        if (state === 'success') call.transfer(device.to);
      }),
    );
    call.life.add(told$.subscribe());
  }),
);
