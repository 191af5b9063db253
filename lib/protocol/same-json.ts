/** Whether two values are the same as JSON says them: what is undefined is not there. Runs in a browser too. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const left = new Map(Object.entries(one));
  const right = new Map(Object.entries(other));
  return [...names].every((name) => isSameJson(left.get(name), right.get(name)));
}
