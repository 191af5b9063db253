import { takeUntil, tap } from 'rxjs';
import * as t from 'io-ts';

import { forwardAudio } from '../call/forward-audio.js';
import { after } from '../operations/after.js';
import { Seconds } from '../wire/types.js';
import { answeredCallMethod, done } from './call-method.js';
import type { Method } from './method.js';

const holding = (state: 'hold' | 'unhold', message: string): Method =>
  answeredCallMethod(t.UnknownRecord, (to) =>
    done(message, to, () => {
      to.call.farEnd.hold(state === 'hold');
      to.call.emit('calling.call.hold', { state });
    }),
  );

/** `calling.hold`: the caller and other parties cannot hear each other; the caller still hears the app. */
export const hold = holding('hold', 'Held');
export const unhold = holding('unhold', 'Unheld');

const denoising = (denoised: boolean, message: string): Method =>
  answeredCallMethod(t.UnknownRecord, (to) =>
    done(message, to, () => to.call.emit('calling.call.denoise', { denoised })),
  );

/** `calling.denoise`: simulated callers make no noise, so the event is its only effect. */
export const denoise = denoising(true, 'Denoising');
export const denoiseStop = denoising(false, 'Denoising stopped');

/** `calling.echo`: the caller hears their own words; `timeout` is in seconds, 30 by default; 0 is until the call ends. */
export const echo = answeredCallMethod(t.partial({ timeout: Seconds }), (to, { timeout = 30 }) =>
  done('Echoing', to, () => {
    const { call } = to;
    const { farEnd, settings, life } = call;
    call.emit('calling.call.echo', { state: 'echoing' });
    const over$ = after(timeout === 0 ? Infinity : timeout * 1000, settings.scheduler).pipe(
      tap(() => call.emit('calling.call.echo', { state: 'finished' })),
    );
    life.add(
      forwardAudio(farEnd, () => [farEnd])
        .pipe(takeUntil(over$))
        .subscribe(),
    );
  }),
);
