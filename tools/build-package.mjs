// Builds what npm publishes into dist/: the code once, as CommonJS, with a façade of it for `import`. So a class exists
// once however it is loaded, and `instanceof` holds between a program that imports and a library that requires.
// The declarations are bundled the same way. Nothing is minified, and each source map contains its sources.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { decode, encode } from '@jridgewell/sourcemap-codec';
import { build, transform } from 'esbuild';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The entries by the names of their files in dist/. */
const entries = {
  index: 'lib/index.ts',
  testing: 'lib/testing/index.ts',
  simulator: 'lib/simulator/index.ts',
  recording: 'lib/recording/index.ts',
};
const program = { cli: 'lib/cli/index.ts' };
/** The readers of YAML and CSV are put into the program: who installs the package gets no dependency for them. */
const libraries = join(root, 'lib/cli/simulate/scenario/libraries.ts');

const installed = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
const isExternal = (id) =>
  id.startsWith('node:') ||
  builtinModules.includes(id) ||
  installed.some((name) => id === name || id.startsWith(`${name}/`));

const absolute = (inputs) =>
  Object.fromEntries(Object.entries(inputs).map(([name, file]) => [name, join(root, file)]));

/** Fails on every warning: one that nobody reads hides the next. */
const onwarn = (warning) => {
  // A chunk may name types that no entry exports: they are shared between the entries, and belong to none of them.
  if (/private shared type exports/.test(warning.message)) return;
  throw new Error(`rollup: ${warning.message}`);
};

/** TypeScript, one file at a time; types are checked by `npm run typecheck`. Comments are in the maps' sources. */
const typescript = () => ({
  name: 'typescript',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.')) return null;
    const file = join(dirname(importer), source.replace(/\.js$/, '.ts'));
    return existsSync(file) ? file : null;
  },
  async load(id) {
    if (id !== libraries) return null;
    const { outputFiles, metafile } = await build({
      absWorkingDir: root,
      entryPoints: [libraries],
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      // Both have a build that is ESM and asks nothing of Node.
      platform: 'neutral',
      mainFields: ['module', 'main'],
      target: 'node20',
      // Not our code: its map is left out as well.
      minify: true,
      legalComments: 'none',
    });
    writeLicences(metafile);
    return { code: outputFiles[0].text, map: { mappings: '' } };
  },
  // The program asks for its folder; a page's `document`, as jsdom has it, says nothing of that.
  resolveImportMeta: (property) =>
    property === 'url' ? `require('node:url').pathToFileURL(__filename).href` : null,
  async transform(code, id) {
    if (!id.endsWith('.ts') || id === libraries) return null;
    const result = await transform(withoutComments(code, id), {
      loader: 'ts',
      sourcefile: id,
      sourcemap: 'external',
      sourcesContent: false,
      target: 'node20',
      tsconfigRaw: { compilerOptions: { useDefineForClassFields: true, verbatimModuleSyntax: true } },
    });
    return { code: result.code, map: result.map };
  },
  generateBundle(options, bundle) {
    for (const [name, asset] of Object.entries(bundle)) {
      if (!name.endsWith('.map')) continue;
      if (name === 'cli.cjs.map') {
        // Nobody debugs the program from a project of theirs; its map would be a tenth of the package.
        delete bundle[name];
        bundle['cli.cjs'].code = bundle['cli.cjs'].code.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n');
        continue;
      }
      const map = JSON.parse(asset.source);
      const { code } = bundle[name.replace(/\.map$/, '')];
      asset.source = JSON.stringify({ ...map, names: [], mappings: withoutDetail(map.mappings, code) });
    }
  },
});

/** The same text with blanks for comments, so that what remains keeps its place. */
function withoutComments(code, file) {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  let done = ts.getShebang(code)?.length ?? 0;
  const parts = [code.slice(0, done)];
  const visit = (node) => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(source);
    if (children.length > 0) return children.forEach(visit);
    const start = node.getStart(source);
    if (start <= done) return;
    const from = Math.max(done, node.pos);
    parts.push(code.slice(done, from), code.slice(from, start).replace(/[^\n]/g, ' '));
    done = start;
  };
  visit(source);
  return parts.join('') + code.slice(done);
}

/** Whether a place in a line of JavaScript is one that a stack trace names: a call, a `new`, a `throw`, an `await`. */
const isTraced = (line, column) =>
  /^(?:[\w$#]+\(|(?:new|throw|await|yield)\b)/.test(line.slice(column, column + 80));

/** Mappings of the beginnings of lines and of what stack traces name: a third of what compilers write. */
function withoutDetail(mappings, code) {
  const lines = code.split('\n');
  return encode(
    decode(mappings).map((segments, index) =>
      segments
        .filter(([column], nth) => nth === 0 || isTraced(lines[index] ?? '', column))
        .map((segment) => segment.slice(0, 4)),
    ),
  );
}

function writeLicences(metafile) {
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
  writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));
}

async function bundleCode() {
  const bundle = await rollup({
    input: absolute({ ...entries, ...program }),
    external: isExternal,
    plugins: [typescript()],
    onwarn,
  });
  const { output } = await bundle.write({
    dir: dist,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'shared/[name].cjs',
    sourcemap: true,
    sourcemapExcludeSources: false,
    sourcemapPathTransform: (path, map) =>
      // As the sources lie in the repository: lib/… whichever chunk they are in.
      `relay-rx/${relative(root, join(dirname(map), path))}`,
    // A namespace that no program changes needs no getters, and loads sooner.
    externalLiveBindings: false,
    // Dependencies are taken as they are: `require('ws')` is its class.
    interop: (id) => (id === 'ws' || id?.startsWith('node:') ? 'default' : 'esModule'),
    freeze: false,
    esModule: true,
    generatedCode: 'es2015',
    // Only what a file uses itself: the rest is loaded by who needs it.
    hoistTransitiveImports: false,
  });
  await bundle.close();
  return output.filter((file) => file.type === 'chunk');
}

async function bundleTypes() {
  const bundle = await rollup({
    input: absolute(entries),
    external: isExternal,
    plugins: [
      dts({
        tsconfig: join(root, 'tsconfig.esm.json'),
        // What is `@internal` is no member of a class for its users: constructors, and how operators reach an action.
        compilerOptions: { declaration: true, noEmit: false, stripInternal: true },
      }),
    ],
    onwarn,
  });
  const { output } = await bundle.write({
    dir: dist,
    format: 'es',
    entryFileNames: '[name].d.cts',
    chunkFileNames: 'shared/[name].d.cts',
    // `await using` is in no default lib of TypeScript, `for await` not in that of old targets.
    banner: (chunk) =>
      chunk.isEntry
        ? ['esnext.disposable', 'es2018.asynciterable']
            .map((lib) => `/// <reference lib="${lib}" />`)
            .join('\n')
        : '',
  });
  await bundle.close();
  return output.filter((file) => file.type === 'chunk');
}

/** What `import` loads: the same module, its names written out. */
function writeFaçades(code) {
  for (const { name, exports } of code.filter((chunk) => chunk.name in entries)) {
    const names = exports.length
      ? `export {\n${exports.map((each) => `  ${each},\n`).join('')}} from`
      : 'import';
    writeFileSync(join(dist, `${name}.mjs`), `${names} './${name}.cjs';\n`);
    writeFileSync(join(dist, `${name}.d.mts`), `export * from './${name}.cjs';\n`);
  }
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
const code = await bundleCode();
writeFaçades(code);
const types = await bundleTypes();
for (const { fileName } of [...code, ...types]) {
  console.log(`${fileName.padEnd(40)} ${String(statSync(join(dist, fileName)).size).padStart(8)}`);
}
