// Puts the readers of YAML and CSV into the built program, with their licences beside it: who installs the package
// gets no dependency for them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const file = 'dist/esm/cli/simulate/scenario/libraries.js';

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['lib/cli/simulate/scenario/libraries.ts'],
  outfile: file,
  allowOverwrite: true,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  legalComments: 'inline',
  metafile: true,
  // The YAML reader is CommonJS, and asks for parts of Node by `require`.
  banner: {
    js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
});

const packages = new Set(
  Object.keys(metafile.inputs).flatMap(
    (input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? [],
  ),
);
const licences = [...packages].sort().map((name) => {
  const folder = join(root, 'node_modules', name);
  const found = ['LICENSE', 'LICENSE.md', 'LICENCE', 'license'].find((each) =>
    existsSync(join(folder, each)),
  );
  if (found === undefined) throw new Error(`${name} has no licence file`);
  return `${name}\n\n${readFileSync(join(folder, found), 'utf8').trim()}\n`;
});
writeFileSync(join(root, 'dist/esm/cli/THIRD-PARTY-LICENSES.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));
