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

/** `calling.hold`: nobody on the line hears the caller or is heard by them; what the app plays is heard. */
export const hold = holding('hold', 'Held');
export const unhold = holding('unhold', 'Unheld');

const denoising = (denoised: boolean, message: string): Method =>
  answeredCallMethod(t.UnknownRecord, (to) =>
    done(message, to, () => to.call.emit('calling.call.denoise', { denoised })),
  );

/** `calling.denoise`: simulated callers make no noise, so that the event is all that comes of it. */
export const denoise = denoising(true, 'Denoising');
export const denoiseStop = denoising(false, 'Denoising stopped');

/** `calling.echo`: the caller hears what they say themselves; `timeout` is seconds, 30 by default and 0 until the call ends. */
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
