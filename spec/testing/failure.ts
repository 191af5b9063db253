/** What a test that is wrong throws. */
export function failureOf(test: () => unknown): Error {
  try {
    test();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('The test passed');
}

/** Its message, without the blank lines. */
export const messageOf = (test: () => unknown): string =>
  failureOf(test)
    .message.split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n');

/** The lines of a message. */
export const lines = (...text: readonly string[]): string => text.join('\n');
