/** A value inside of another, and where it stands. */
export interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** So many places of a frame are looked at. */
const MOST = 400;

/** Every place below `root`, from the top. An array is taken for an object whose keys are numbers. */
export function placesOf(root: unknown): Place[] {
  const places: Place[] = [];
  const holders: unknown[] = [root];
  for (const holder of holders) {
    if (typeof holder !== 'object' || holder === null) continue;
    for (const key of Object.keys(holder)) {
      places.push({ holder: holder as Record<string, unknown>, key });
      holders.push((holder as Record<string, unknown>)[key]);
      if (places.length >= MOST) return places;
    }
  }
  return places;
}

export const valueAt = ({ holder, key }: Place): unknown => holder[key];

/** Puts a value there: in an array, last, when the key is no number. `__proto__` is a key like another. */
export function put({ holder, key }: Place, value: unknown): void {
  if (Array.isArray(holder) && !/^\d{1,3}$/.test(key)) holder.push(value);
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

export function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

/** What stands in a text, when that is JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
