#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { main } from './main.js';

// Whoever reads the output may stop before its end, as `head` does: then there is nobody left to write to.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

// The page lies beside the built program; from its source, in what was built last.
const built = new URL('../../phone/', import.meta.url);
const phoneFolder = existsSync(built) ? built : new URL('../../dist/phone/', import.meta.url);

void main(process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  env: process.env,
  columns: process.stdout.columns,
  isTerminal: process.stderr.isTTY,
  phoneFolder,
}).then((code) => {
  // Not process.exit: what is still being written is written.
  process.exitCode = code;
});
