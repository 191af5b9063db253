/** So much of a value is looked at: what a run gives away, it gives away sooner. */
const MOST = 20_000;

/** Whether a text stands anywhere in a value: in its texts, its keys, its errors and their causes, however deep. */
export function mentions(value: unknown, needle: string): boolean {
  const left: unknown[] = [value];
  for (let looked = 0; looked < MOST && left.length > 0; looked += 1) {
    const next = left.pop();
    if (typeof next === 'string' && next.includes(needle)) return true;
    if (typeof next !== 'object' || next === null) continue;
    if (next instanceof Error) left.push(next.message, next.cause);
    for (const key of Object.keys(next)) left.push(key, (next as Readonly<Record<string, unknown>>)[key]);
  }
  return false;
}
