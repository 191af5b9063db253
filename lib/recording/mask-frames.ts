import { defer, filter, map, type MonoTypeOperatorFunction } from 'rxjs';
import type { RelayFrame } from '../connection/frames.js';
import { Masker, readMask, type Maskable } from './mask.js';

/**
 * Masks the frames of `client.frames$` as `record` does, for a log or store of your own: credentials always, phone
 * numbers and digits on request. A frame with RELAY's authorization state is left out.
 *
 * @param mask the fields to mask besides credentials; none by default.
 * @throws {TypeError} when `mask` has another entry.
 */
export function maskFrames(mask: readonly Maskable[] = []): MonoTypeOperatorFunction<RelayFrame> {
  const checked = readMask(mask, 'maskFrames: mask');
  return (frames$) =>
    defer(() => {
      const masker = new Masker(checked);
      return frames$.pipe(
        map((each) => ({ ...each, frame: masker.frame(each.frame) })),
        filter(({ frame }) => frame !== undefined),
      );
    });
}
