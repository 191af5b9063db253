// An ESLint rule: no file may be reached again from what it imports, by imports of types either.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g;
const COMMENT = /\/\*.*?\*\//gs;

/** The imports of the files that were read, by their paths. */
const read = new Map();

const resolved = (file, specifier) => resolve(dirname(file), specifier).replace(/\.js$/, '.ts');

function importsOf(file) {
  const known = read.get(file);
  if (known !== undefined) return known;
  const text = existsSync(file) ? readFileSync(file, 'utf8').replace(COMMENT, '') : '';
  const imports = [...text.matchAll(IMPORT)].map(([, specifier]) => resolved(file, specifier));
  read.set(file, imports);
  return imports;
}

/** The files on a way from one file to another, both included; undefined where there is none. */
function wayBetween(from, to) {
  const before = new Map([[from, undefined]]);
  for (const file of before.keys()) {
    if (file === to) {
      const way = [];
      for (let at = file; at !== undefined; at = before.get(at)) way.unshift(at);
      return way;
    }
    for (const next of importsOf(file)) if (!before.has(next)) before.set(next, file);
  }
  return undefined;
}

export const noImportCycle = {
  meta: { type: 'problem', schema: [], messages: { cycle: 'This import leads back here, by {{ way }}.' } },
  create(context) {
    const file = context.filename;
    const check = ({ source }) => {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
      const way = wayBetween(resolved(file, source.value), file);
      if (way === undefined) return;
      const names = way.map((path) => path.replace(`${context.cwd}/`, ''));
      context.report({ node: source, messageId: 'cycle', data: { way: names.join(', ') } });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};
