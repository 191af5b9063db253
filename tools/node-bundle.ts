import type { BuildOptions } from 'esbuild';

/**
 * Settings of esbuild for programs of this repository that run on plain Node: one file that contains its packages
 * loads several times faster than its sources do.
 *
 * @param url the module's `import.meta.url`, as JavaScript: packages in CommonJS `require` Node's modules from there.
 */
export const nodeBundle = (url = 'import.meta.url') =>
  ({
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: {
      js: `import * as nodeModule from 'node:module'; const require = nodeModule.createRequire(${url});`,
    },
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'silent',
  }) as const satisfies BuildOptions;
