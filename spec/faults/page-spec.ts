import { readFileSync } from 'node:fs';
import { EXPECTED } from './expected/index.js';
import { FAULTS } from './faults/index.js';
import { FLIGHTS } from './flights/index.js';
import { PAGE, tables, withTables } from './page.js';

const page = readFileSync(PAGE, 'utf8');

describe('the fault matrix', () => {
  it('has a statement for every fault and everything that may be in flight', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(Object.keys(FAULTS).sort());
    for (const { cells } of Object.values(EXPECTED)) {
      expect(Object.keys(cells).sort()).toEqual(Object.keys(FLIGHTS).sort());
      for (const says of Object.values(cells)) expect(says).toMatch(/\S/);
    }
  });

  it('has no empty cell on its page, and nothing in flight is left out there', () => {
    const { everybody, ...parts } = tables();
    for (const row of [everybody, ...Object.values(parts)].flat(2)) expect(row).toMatch(/\S/);
    const heads = Object.values(parts).flatMap(([head = []]) => head.slice(1));
    expect(heads.sort()).toEqual(
      Object.values(FLIGHTS)
        .map(({ title }) => title)
        .sort(),
    );
    for (const [, ...rows] of Object.values(parts)) expect(rows).toHaveLength(Object.keys(FAULTS).length);
  });

  it('is what the documents show', () => {
    expect(page).toBe(withTables(page));
  });

  it('shows it when the page is another', () => {
    const [from, to] = ['continues to its result', 'is lost'];
    expect(page).toContain(from);
    const stale = page.replace(from, to);
    expect(withTables(stale)).not.toBe(stale);
    expect(() => withTables(page.replace('table: calls', 'table: cells'))).toThrow('calls');
  });
});
