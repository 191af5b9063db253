/** Whether two values are the same JSON: undefined keys count as missing. It also runs in a browser. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const left = new Map(Object.entries(one));
  const right = new Map(Object.entries(other));
  return [...names].every((name) => isSameJson(left.get(name), right.get(name)));
}
