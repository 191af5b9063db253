import { pathToFileURL } from 'node:url';
import { readRecording, replay, type ReplayedFlow } from '../recording/index.js';
import { MAX_TOLERANCE } from '../recording/replay/replay.js';
import { UsageError, numberOf, positionalsOf, type CliCommand } from './command.js';

const help = `Usage: relay-rx replay <recording> <module> [options]

Replays a recording in virtual time against a flow, and says where the flow first does something
else than was done then. The module's default export is the flow of a call, (call, client) => an
Observable, or { calls, client }.

Options:
  --tolerance <ms>  how much sooner or later a command may be sent; 500
  --help            this

The exit code is 0 when the flow did the same, 1 when it did something else.
`;

/** `relay-rx replay`: runs the flow of a module against a recording. */
export const replayCommand: CliCommand = {
  name: 'replay',
  summary: 'replays a recording against a flow',
  help,
  options: { tolerance: { type: 'string' } },
  takesCommand: false,
  run: async (options, { stdout, stderr }) => {
    const [path = '', module = ''] = positionalsOf(options, ['the recording', 'the module']);
    const tolerance = numberOf(options, 'tolerance', 0, MAX_TOLERANCE);
    const recording = readRecording(path);
    const loaded = (await import(pathToFileURL(module).href)) as { readonly default?: unknown };
    const flow = loaded.default;
    if (typeof flow !== 'function' && (typeof flow !== 'object' || flow === null))
      throw new UsageError(
        `${module} has no flow: its default export must be a function, or { calls, client }`,
      );
    const replayOptions = tolerance === undefined ? {} : { tolerance };
    const { mismatch, sent } = replay(recording, flow as ReplayedFlow, replayOptions);
    if (mismatch === undefined) {
      stdout(`The same, to the end: ${sent.length} commands.\n`);
      return 0;
    }
    stderr(`${mismatch.message}\n`);
    return 1;
  },
};
