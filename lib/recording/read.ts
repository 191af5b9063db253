import { readFileSync } from 'node:fs';
import { parseRecording, type Recording } from './format.js';
import { RecordingError } from './recording-error.js';

/**
 * Reads the recording in a file.
 *
 * @throws {RecordingError} when the file cannot be read or is not a recording: it names the line and the problem.
 */
export function readRecording(path: string): Recording {
  return parseRecording(textOf(path), path);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(cause);
    throw new RecordingError(`${path} cannot be read: ${reason}`, { cause });
  }
}
