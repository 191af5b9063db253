import type { CliCommand } from './command.js';
import { recordCommand } from './record.js';
import { replayCommand } from './replay.js';
import { traceCommand } from './trace.js';

/** Every command, in the order in which `--help` lists them. */
export const commands: readonly CliCommand[] = [recordCommand, traceCommand, replayCommand];
