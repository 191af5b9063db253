/** Whole values that are a phone number, as people and RELAY write it. */
const NUMBER = /^(\+?)([\d\s()-]*\d[\d\s()-]*)$/;
/** The user part of an address, where that is a number. */
const ADDRESS = /\b((?:sips?|tel):)(\+?)(\d[\d()-]*)(?=[@;>\s]|$)/gi;
const FEWEST_DIGITS = 3;

/** Placeholders for numbers, by order of appearance; the same number always gets the same placeholder. */
export class Placeholders {
  readonly #known = new Map<string, number>();

  /** The digits that replace those of a number: `15550000001`, or as many as a short code has. */
  readonly digits = (digits: string): string => {
    const known = this.#known.get(digits) ?? this.#known.size + 1;
    this.#known.set(digits, known);
    return digits.length < 7
      ? String(known).padStart(digits.length, '0')
      : `1555${String(known).padStart(7, '0')}`;
  };
}

/** Replaces phone numbers: a text that is a number, or the user part of `sip:` and `tel:` addresses in it. */
export function replaceNumbers(text: string, replace: (digits: string) => string): string {
  const [, plus = '', number] = NUMBER.exec(text) ?? [];
  const digits = number?.replace(/\D/g, '') ?? '';
  if (digits.length >= FEWEST_DIGITS) return `${plus}${replace(digits)}`;
  return text.replace(ADDRESS, (whole, scheme: string, sign: string, user: string) => {
    const found = user.replace(/\D/g, '');
    return found.length < FEWEST_DIGITS ? whole : `${scheme}${sign}${replace(found)}`;
  });
}
