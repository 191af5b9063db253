import { defer, filter, map, type MonoTypeOperatorFunction } from 'rxjs';
import type { RelayFrame } from '../connection/frames.js';
import { Masker, readMask, type Maskable } from './mask.js';

/**
 * The frames of `client.frames$` without what must not be written: credentials always, phone numbers and digits on
 * request, as `record` masks them. For a log, or a store, of one's own. A frame that brings RELAY's authorization state
 * is left out.
 *
 * @param mask what is masked beside credentials; nothing by default.
 * @throws {TypeError} when `mask` names something else.
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
