import { build } from 'esbuild';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the compiled processes stand: inside the package, so that `relay-rx` is what `npm run build` has made. */
const OUT = fileURLToPath(new URL('./.build/', import.meta.url));

/** Compiles the processes of the benchmark: they run in plain Node, under no loader, and from dist/. */
export async function buildProcesses(): Promise<{ readonly load: string; readonly client: string }> {
  mkdirSync(OUT, { recursive: true });
  await build({
    entryPoints: ['load', 'client'].map((name) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url))),
    outdir: OUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['relay-rx', 'rxjs', 'ws', '@signalwire/*'],
    // Without the `paths` of the repository, which name the sources.
    tsconfigRaw: {},
    logLevel: 'warning',
  });
  return { load: `${OUT}load.mjs`, client: `${OUT}client.mjs` };
}
