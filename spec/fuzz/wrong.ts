/** What must hold does not. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
}

export function require(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Wrong(otherwise.length > 500 ? `${otherwise.slice(0, 500)} …` : otherwise);
}
