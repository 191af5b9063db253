import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LONGEST_REMEMBERED, REMEMBERED } from '../../lib/connection/duplicate-events.js';
import { MAX_METHODS, METRICS_INTERVAL } from '../../lib/metrics/metrics.js';
import { MAX_OVERDUE } from '../../lib/connection/pending.js';
import { MAX_WAITING } from '../../lib/connection/requests.js';
import { MAX_HELD } from '../../lib/connection/router.js';
import { CLOSE_TIMEOUT, MAX_BUFFERED_BYTES } from '../../lib/connection/socket.js';
import { PING_TIMEOUT } from '../../lib/connection/watchdog.js';
import { MAX_FRAME_BYTES } from '../../lib/protocol/constants.js';

const file = join(process.cwd(), 'docs/limits.md');
const rows = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  .filter(([first]) => first !== 'what' && !/^-+$/.test(first ?? ''));

const MIB = 1024 * 1024;
const thousands = (ms: number): string => String(ms).replace(/(\d)(\d{3})$/, '$1 $2');

describe('the documented limits', () => {
  it.each([
    ['requests, while there is no connection', String(MAX_WAITING)],
    ['ids of these', thousands(MAX_OVERDUE)],
    ['events that have arrived', `${REMEMBERED}, of up to ${thousands(LONGEST_REMEMBERED)}`],
    ['bytes that RELAY does not read', `${MAX_BUFFERED_BYTES / MIB} MiB`],
    ['a frame from RELAY', `${MAX_FRAME_BYTES / MIB} MiB`],
    ['states of messages that are not known yet', String(MAX_HELD)],
    ['methods that have numbers', String(MAX_METHODS)],
    ['silence of RELAY', thousands(PING_TIMEOUT)],
    ['over its part of a close', thousands(CLOSE_TIMEOUT)],
    ['numbers of `metrics$`', thousands(METRICS_INTERVAL)],
  ])('of %s are those of the code', (what, bound) => {
    const found = rows.filter(([first]) => first?.includes(what));
    expect(found).toHaveLength(1);
    expect(found[0]![1]).toMatch(new RegExp(`(?<!\\d ?)${bound}(?!\\d)`));
  });

  const shown = rows
    .filter((row) => row.length === 4)
    .map(([what, , , by]) => [what, by] as [string, string]);

  it('of all that waits are shown', () => {
    expect(shown.length).toBeGreaterThan(10);
  });

  it.each(shown)('%s: there is such a spec', (_, by) => {
    const [, path = '', name] = /^\[[\w-]+\]\(([^)]+)\)(?:: (.*))?$/.exec(by) ?? [];
    const spec = join(dirname(file), path);
    expect([path, existsSync(spec)]).toEqual([path, true]);
    if (name !== undefined) expect(readFileSync(spec, 'utf8')).toContain(`'${name}'`);
  });
});
