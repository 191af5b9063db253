import { rawText, unrolled, type Step } from './steps.js';
import { parsed, placesOf, remove } from './tree.js';

/** So many smaller sequences are tried. */
const MOST = 3_000;

/** The smallest sequence that can be found for which `fails` still says yes: steps go first, then parts of frames. */
export function minimise(steps: readonly Step[], fails: (steps: readonly Step[]) => boolean): Step[] {
  let tries = MOST;
  const stillFails = (smaller: readonly Step[]): boolean => (tries -= 1) > 0 && fails(smaller);
  const fewer = withFewer(steps.flatMap(unrolled), stillFails);
  return fewer.reduce<Step[]>((kept, _, index) => kept.with(index, withLess(kept, index, stillFails)), fewer);
}

/** Takes away runs of steps: halves, quarters, down to one. */
function withFewer(steps: readonly Step[], fails: (steps: readonly Step[]) => boolean): Step[] {
  let kept = [...steps];
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length;) {
      const smaller = kept.toSpliced(from, size);
      if (fails(smaller)) kept = smaller;
      else from += size;
    }
  }
  return kept;
}

/** The step at a place, with as little in its frame as will do. */
function withLess(steps: readonly Step[], index: number, fails: (steps: readonly Step[]) => boolean): Step {
  const before = rawText(steps[index]!);
  let frame = before === undefined ? undefined : parsed(before);
  if (frame === undefined || !fails(steps.toSpliced(index, 1, { frame }))) return steps[index]!;
  for (let place = 0; place < placesOf(frame).length;) {
    const smaller = structuredClone(frame);
    remove(placesOf(smaller)[place]!);
    if (fails(steps.toSpliced(index, 1, { frame: smaller }))) frame = smaller;
    else place += 1;
  }
  return { frame };
}
