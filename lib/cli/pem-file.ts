/** Runs a reader of PEM files. What it throws becomes an error of the command line, with the same message. */
export function pemFor<R>(Wrong: new (message: string, options?: ErrorOptions) => Error, read: () => R): R {
  try {
    return read();
  } catch (cause) {
    throw new Wrong((cause as Error).message, { cause });
  }
}
