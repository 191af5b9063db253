/** Runs a reader of PEM files. Rethrows its errors as errors of the command line, with the same message. */
export function pemFor<R>(Wrong: new (message: string, options?: ErrorOptions) => Error, read: () => R): R {
  try {
    return read();
  } catch (cause) {
    throw new Wrong((cause as Error).message, { cause });
  }
}
