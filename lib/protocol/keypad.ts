/** Keys of a telephone keypad, which collected digits and terminators are made of. */
export const KEYPAD = '0123456789*#ABCD';

/** Whether a text has nothing in it but keys; an empty one has not. */
export const areKeys = (text: string): boolean => /^[0-9*#A-D]*$/.test(text);

/** The same for keys that are pressed for another end, with the pauses `w` (0.5 s) and `W` (1 s) between. */
export const areDialKeys = (text: string): boolean => /^[0-9*#A-DwW]*$/.test(text);
