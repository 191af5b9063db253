/** The elements that follow their end, unless the user has scrolled away. */
const FOLLOWING = ['.heard .log', '.frames ul', '.diagram .scroll', '.texts .log'];
/** Pixels from the end that still count as the end. */
const NEAR = 40;

/** Notes which elements are at their end before a change; the returned function scrolls them to the end again. */
export function keepAtEnd(root: Element): () => void {
  const before = new Map<string, boolean>();
  for (const selector of FOLLOWING) {
    const element = root.querySelector(selector);
    before.set(selector, element === null || isAtEnd(element));
  }
  return () => {
    for (const [selector, wasAtEnd] of before) {
      const element = root.querySelector(selector);
      if (!wasAtEnd || element === null || isAtEnd(element, 1)) continue;
      element.scrollTo({
        top: element.scrollHeight,
        left: selector.includes('diagram') ? element.scrollWidth : 0,
      });
    }
  };
}

const isAtEnd = (
  { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth }: Element,
  near = NEAR,
): boolean => scrollHeight - scrollTop - clientHeight < near && scrollWidth - scrollLeft - clientWidth < near;

/** Scrolls the row and the mark of a frame into view, and scrolls nothing else. */
export function reveal(root: Element, id: number): void {
  const row = root.querySelector(`#frame-${id}`);
  const rows = row?.closest('ul');
  if (row instanceof HTMLElement && rows instanceof HTMLElement) {
    const [at, around] = [row.getBoundingClientRect(), rows.getBoundingClientRect()];
    if (at.top < around.top) rows.scrollTop -= around.top - at.top + NEAR;
    if (at.bottom > around.bottom) rows.scrollTop += at.bottom - around.bottom + NEAR;
  }
  const mark = root.querySelector(`.mark[data-frame="${id}"]`);
  const lanes = mark?.closest('.scroll');
  if (mark === null || !(lanes instanceof HTMLElement)) return;
  const [at, around] = [mark.getBoundingClientRect(), lanes.getBoundingClientRect()];
  if (at.left < around.left) lanes.scrollLeft -= around.left - at.left + NEAR;
  if (at.right > around.right) lanes.scrollLeft += at.right - around.right + NEAR;
}
