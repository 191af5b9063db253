/** The keys of a telephone keypad. */
export const KEYPAD = '0123456789*#ABCD';

/** Whether a text consists of keys, at least one. */
export const areKeys = (text: string): boolean => /^[0-9*#A-D]*$/.test(text);

/** Whether a text consists of keys to dial: with the pauses `w` (0.5 s) and `W` (1 s). */
export const areDialKeys = (text: string): boolean => /^[0-9*#A-DwW]*$/.test(text);
