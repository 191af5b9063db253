import type { CliCommand } from './command.js';
import { compareCommand } from './compare/index.js';
import { initCommand } from './init/index.js';
import { recordCommand } from './record.js';
import { replayCommand } from './replay.js';
import { simulateCommand } from './simulate/index.js';
import { traceCommand } from './trace.js';

/** Every command, in the order in which `--help` lists them. */
export const commands: readonly CliCommand[] = [
  initCommand,
  simulateCommand,
  recordCommand,
  traceCommand,
  replayCommand,
  compareCommand,
];
