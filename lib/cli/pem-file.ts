import { readFileSync } from 'node:fs';

/**
 * The text of a PEM file.
 *
 * @param name the option, or the variable, that names the file.
 * @param Wrong what is thrown where it is none.
 */
export function readPem(
  name: string,
  file: string,
  Wrong: new (message: string, options?: ErrorOptions) => Error,
): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new Wrong(`${name} must be a file that can be read; got '${file}' (${code})`, { cause });
  }
  if (!text.includes('-----BEGIN ')) throw new Wrong(`${name} must be a PEM file; '${file}' is not`);
  return text;
}
