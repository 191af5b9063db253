interface Place {
  readonly mark: SVGAElement;
  readonly x: number;
  readonly y: number;
}

/** Moves the focus with arrow keys: left and right in time, up and down to the nearest mark of another lane. */
export function moveFocus(event: KeyboardEvent): void {
  const from = event.target;
  const figure = event.currentTarget;
  if (!(from instanceof SVGAElement) || !(figure instanceof Element)) return;
  const places = Array.from(figure.querySelectorAll<SVGAElement>('a.mark'), placeOf).sort(
    (one, other) => one.x - other.x || one.y - other.y,
  );
  const next = nextOf(
    event.key,
    placeOf(from),
    places,
    places.findIndex(({ mark }) => mark === from),
  );
  if (next === undefined) return;
  event.preventDefault();
  next.mark.focus();
  next.mark.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function nextOf(key: string, from: Place, places: readonly Place[], index: number): Place | undefined {
  switch (key) {
    case 'ArrowRight':
      return places[index + 1];
    case 'ArrowLeft':
      return places[index - 1];
    case 'Home':
      return places[0];
    case 'End':
      return places.at(-1);
    case 'ArrowUp':
      return nearest(
        from,
        places.filter(({ y }) => y < from.y),
      );
    case 'ArrowDown':
      return nearest(
        from,
        places.filter(({ y }) => y > from.y),
      );
    default:
      return undefined;
  }
}

const nearest = (from: Place, places: readonly Place[]): Place | undefined =>
  [...places].sort(
    (one, other) =>
      Math.abs(one.y - from.y) - Math.abs(other.y - from.y) ||
      Math.abs(one.x - from.x) - Math.abs(other.x - from.x),
  )[0];

const placeOf = (mark: SVGAElement): Place => ({
  mark,
  x: Number(mark.dataset['x']),
  y: Number(mark.dataset['y']),
});
