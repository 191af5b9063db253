#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { main } from './main.js';

// The reader of the output may stop early, as `head` does; that is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

// The page is beside the built program. When run from source, use the latest build.
const built = new URL('./phone/', import.meta.url);
const phoneFolder = existsSync(built) ? built : new URL('../../dist/phone/', import.meta.url);

const ask = async (question: string): Promise<string> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
};

void main(process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  env: process.env,
  columns: process.stdout.columns,
  isTerminal: process.stderr.isTTY,
  keyboard: process.stdin.isTTY ? process.stdin : undefined,
  ask: process.stdin.isTTY && process.stderr.isTTY ? ask : undefined,
  folder: process.cwd(),
  phoneFolder,
}).then((code) => {
  // Not process.exit, which would lose output that is still being written.
  process.exitCode = code;
});
