import { writeFile } from 'node:fs/promises';
import { readRecording, trace, traceSvg } from '../recording/index.js';
import { numberOf, positionalsOf, textOf, type CliCommand } from './command.js';

const LEAST = 40;
const MOST = 1000;
const USUAL = 100;

const help = `Usage: relay-rx trace <recording> [options]

Draws a recording as marble diagrams, on one time axis in seconds: a line for the connection, for
each call, each operation on it, each dial and each message. Commands are capitals, events small
letters, and what they say stands below each line. What falls together is in brackets; | is an
end, # a refusal.

Options:
  --call <id>       draws this call alone; the beginning of its id is enough
  --width <n>       in characters, ${LEAST} to ${MOST}; the terminal's, or ${USUAL}
  --svg <file>      writes a picture as well
  --help            this
`;

/** `relay-rx trace`: draws a recording as marble diagrams. */
export const traceCommand: CliCommand = {
  name: 'trace',
  summary: 'draws a recording as marble diagrams',
  help,
  options: { call: { type: 'string' }, width: { type: 'string' }, svg: { type: 'string' } },
  takesCommand: false,
  run: async (options, { stdout, columns }) => {
    const [path = ''] = positionalsOf(options, ['the recording']);
    const terminal = columns === undefined ? USUAL : Math.min(Math.max(columns, LEAST), MOST);
    const width = numberOf(options, 'width', LEAST, MOST) ?? terminal;
    const call = textOf(options, 'call');
    const svg = textOf(options, 'svg');
    const recording = readRecording(path);
    const drawing = { width, ...(call !== undefined && { call }) };
    stdout(trace(recording, drawing));
    if (svg !== undefined) await writeFile(svg, traceSvg(recording, drawing));
    return 0;
  },
};
