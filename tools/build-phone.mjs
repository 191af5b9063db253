// Bundles the web phone into dist/phone: one script, one style sheet, the page and its icon. Nothing is fetched from
// anywhere else.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const source = join(root, 'lib/phone');
const target = join(root, 'dist/phone');

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const file of ['index.html', 'favicon.svg']) copyFileSync(join(source, file), join(target, file));

await build({
  absWorkingDir: root,
  entryPoints: [
    { in: 'lib/phone/main.ts', out: 'phone' },
    { in: 'lib/phone/style/phone.css', out: 'phone' },
  ],
  outdir: target,
  bundle: true,
  minify: true,
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  legalComments: 'eof',
  tsconfig: 'lib/phone/tsconfig.json',
  logLevel: 'warning',
});

// The script is two thirds of the page's size, and is published and served compressed.
const script = join(target, 'phone.js');
writeFileSync(`${script}.gz`, gzipSync(readFileSync(script), { level: 9 }));
rmSync(script);
