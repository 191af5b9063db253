import { parseArgs } from 'node:util';
import { DEFAULT_AGENT } from '../protocol/constants.js';
import { ChildError } from './child.js';
import {
  SetupError,
  USAGE,
  UsageError,
  type CliCommand,
  type CommandOptions,
  type CommandContext,
} from './command.js';
import { commands } from './commands.js';

const help = (): string =>
  [
    'Usage: relay-rx <command> [options]',
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`),
    '',
    'Options:',
    '  --help     what there is; with a command, what it does and takes',
    '  --version  the version of relay-rx',
    '',
  ].join('\n');

/** Runs the program with the arguments that follow its name. Resolves to the exit code; never rejects. */
export async function main(args: readonly string[], context: CommandContext): Promise<number> {
  const [first = '', ...rest] = args;
  if (first === '--help' || first === '-h' || first === 'help') {
    context.stdout(help());
    return 0;
  }
  if (first === '--version' || first === '-v') {
    context.stdout(`${DEFAULT_AGENT.replace('relay-rx/', '')}\n`);
    return 0;
  }
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) {
    const what = first === '' ? 'a command is missing' : `'${first}' is no command`;
    context.stderr(`relay-rx: ${what}\n\n${help()}`);
    return USAGE;
  }
  return await perform(command, rest, context);
}

async function perform(
  command: CliCommand,
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const name = `relay-rx ${command.name}`;
  try {
    const options = read(command, args);
    if (options.values['help'] === true) {
      context.stdout(command.help);
      return 0;
    }
    return await command.run(options, context);
  } catch (error) {
    if (error instanceof ChildError) {
      context.stderr(`${name}: ${error.message}\n`);
      return error.exitCode;
    }
    const message = error instanceof Error ? error.message : String(error);
    if (!(error instanceof UsageError)) {
      context.stderr(`${name}: ${message}\n`);
      return error instanceof SetupError ? USAGE : 1;
    }
    context.stderr(`${name}: ${message}\nSee ${name} --help\n`);
    return USAGE;
  }
}

function read({ options, takesCommand }: CliCommand, args: readonly string[]): CommandOptions {
  // Everything after -- belongs to another command, including its options.
  const end = args.indexOf('--');
  const own = takesCommand && end >= 0 ? args.slice(0, end) : args;
  const rest = takesCommand && end >= 0 ? args.slice(end + 1) : [];
  try {
    const { values, positionals } = parseArgs({
      args: [...own],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    return { values: values as CommandOptions['values'], positionals, rest };
  } catch (error) {
    // Its errors are written for users, except for the hint on escaping.
    const [message = ''] = (error as Error).message.split('. To specify');
    throw new UsageError(message.replaceAll('\n', ' '), { cause: error });
  }
}
