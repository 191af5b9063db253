import { readFileSync, readdirSync } from 'node:fs';
import * as library from 'relay-rx';
import * as recording from 'relay-rx/recording';
import * as testing from 'relay-rx/testing';

const page = readFileSync('docs/errors.md', 'utf8');
const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`lib/${name}`, 'utf8'))
  .join('\n');

const CODE = /\bERR_RELAY_[A-Z_]+/g;
const codesIn = (text: string): string[] => [...new Set(text.match(CODE))].sort();

/** The rows of the tables: what their first two cells have in code font. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').slice(1, 3))
  .map(([first = '', second = '']) => ({
    names: [...first.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    code: /`(ERR_RELAY_\w+)`/.exec(second)?.[1],
  }));

const isErrorClass = (value: unknown): boolean =>
  typeof value === 'function' && (value.prototype as unknown) instanceof Error;

/** The error classes of the public surface. */
const classes = [library, recording, testing]
  .flatMap((module) => Object.entries(module))
  .filter(([, value]) => isErrorClass(value))
  .map(([name]) => name);

/** The code of a class, as its source has it; undefined for none of its own. */
const codeOf = (name: string): string | undefined => {
  const [, body = ''] = new RegExp(`export class ${name} (.*?)\\n}`, 's').exec(sources) ?? [];
  return /readonly code(?:: string)? = '(\w+)'/.exec(body)?.[1];
};

describe('docs/errors.md', () => {
  it('has every code of the library, and no other', () => {
    expect(codesIn(sources).length).toBeGreaterThan(20);
    expect(codesIn(page)).toEqual(codesIn(sources));
  });

  it('has a row for every error class that is exported', () => {
    expect(classes.length).toBeGreaterThan(20);
    const named = rows.flatMap(({ names }) => names);
    expect(classes.filter((name) => !named.includes(name))).toEqual([]);
  });

  it.each(classes)('gives the code of %s', (name) => {
    const row = rows.find(({ names }) => names.includes(name));
    expect(row?.code).toBe(codeOf(name));
  });
});
