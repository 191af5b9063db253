import { readFileSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { InvalidInput, pathText, type Path } from '../read.js';
import { SetupError } from '../../command.js';
import { LineCounter, isNode, parseCsv, parseDocument } from './libraries.js';
import { readScenario, type Row, type Scenario } from './scenario.js';

/**
 * Reads a scenario from a file: JSON or YAML.
 *
 * @throws {SetupError} for an invalid file; it names the file, the line and the key.
 */
export function readScenarioFile(file: string): Scenario {
  const source = contentOf(file, 'the scenario');
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const [problem] = document.errors;
  if (problem !== undefined)
    throw new SetupError(`${file}, line ${lines.linePos(problem.pos[0]).line}: ${problem.message.trim()}`);
  // The YAML parser reads JSON too, but accepts more than JSON allows.
  if (extname(file).toLowerCase() === '.json') checkJson(source, file);
  try {
    return readScenario(document.toJS({ maxAliasCount: 100 }), (name, path) =>
      rowsOf(resolve(dirname(file), name), path),
    );
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const line = lineOf(error.path);
    throw new SetupError(`${file}${line === undefined ? '' : `, line ${line}`}: ${error.message}`);
  }

  /** The line of a key, or else of its parent. */
  function lineOf(path: Path): number | undefined {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      const start = isNode(node) ? node.range?.[0] : undefined;
      if (start !== undefined) return lines.linePos(start).line;
    }
    return undefined;
  }
}

function checkJson(source: string, file: string): void {
  try {
    JSON.parse(source);
  } catch (cause) {
    // Node quotes text of the file, which may be long and have line breaks.
    const [problem = ''] = (cause as Error).message.split(/, "|\n/);
    throw new SetupError(`${file}: not JSON: ${problem}`, { cause });
  }
}

function contentOf(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new SetupError(`${what} ${file} cannot be read (${code})`, { cause });
  }
}

/** The rows of a CSV file, keyed by the names in its first line. */
function rowsOf(file: string, path: Path): readonly Row[] {
  const source = contentOf(file, `${pathText(path)}:`);
  let rows: Row[];
  try {
    rows = parseCsv(source, { columns: true, bom: true, skip_empty_lines: true, trim: true });
  } catch (cause) {
    throw new SetupError(`${file}: ${(cause as Error).message}`, { cause });
  }
  if (rows.length === 0)
    throw new InvalidInput(path, `has no rows: ${file} begins with a line of names, and rows follow`);
  return rows;
}
