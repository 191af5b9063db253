import type { ParseArgsConfig } from 'node:util';
import type { Keyboard } from './terminal-keys.js';

/** The output streams and the environment of a command. */
export interface CommandContext {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The width of the terminal, if there is one. */
  readonly columns: number | undefined;
  /** Whether stderr is a terminal. */
  readonly isTerminal: boolean;
  /** Asks the user at the terminal; undefined without a terminal. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** The keyboard of the terminal; undefined without a terminal. */
  readonly keyboard?: Keyboard | undefined;
  /** The current working directory. */
  readonly folder: string;
  /** The folder with the files of the web phone. */
  readonly phoneFolder: URL;
}

/** Values of the command line, read by `util.parseArgs`. */
export interface CommandOptions {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly positionals: readonly string[];
  /** The part after `--`: a command with its arguments. */
  readonly rest: readonly string[];
}

/** One command of the program. To add one, write a file like this and a row in `commands.ts`. */
export interface CliCommand {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The complete text of `--help`. */
  readonly help: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Whether a command may follow `--`. */
  readonly takesCommand: boolean;
  /** Resolves to the exit code. */
  readonly run: (options: CommandOptions, context: CommandContext) => Promise<number>;
}

/** A mistake on the command line: exit code 2, with a hint to `--help`. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The exit code if the program cannot start as requested. */
export const USAGE = 2;

/** A requirement that is missing or unusable: exit code 2, with only the reason. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/** The values of an option that may be given more than once. */
export const listOf = (options: CommandOptions, name: string): readonly string[] => {
  const value = options.values[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
};

/** The value of an option that takes text. */
export const textOf = (options: CommandOptions, name: string): string | undefined => {
  const value = options.values[name];
  return typeof value === 'string' ? value : undefined;
};

/** The value of an option that takes a whole number from `least` to `most`. */
export function numberOf(
  options: CommandOptions,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const text = textOf(options, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new UsageError(`--${name} must be a whole number from ${least} to ${most}; got '${text}'`);
  return value;
}

/** The positional arguments, all of them required. `hint` is added to the error for one too many. */
export function positionalsOf(
  { positionals }: CommandOptions,
  names: readonly string[],
  hint = '',
): readonly string[] {
  const missing = names[positionals.length];
  if (missing !== undefined) throw new UsageError(`${missing} is missing`);
  const surplus = positionals[names.length];
  if (surplus !== undefined) throw new UsageError(`'${surplus}' is one argument too many${hint}`);
  return positionals;
}
