/**
 * Lists that are replaced and never changed: a loop over one sees the members that were there at its beginning. They have
 * no spare room, where an array begun by `push` or a spread has room for 17: a prompt in progress takes 250 B less.
 */
export const NONE: readonly never[] = [];

/** The list with one more member, at its end. */
export const withAdded = <T>(list: readonly T[], member: T): readonly T[] =>
  list.length === 0 ? [member] : list.concat([member]);

/** The list without a member. */
export const without = <T>(list: readonly T[], member: T): readonly T[] =>
  list.length === 1 && list[0] === member ? NONE : list.filter((each) => each !== member);
