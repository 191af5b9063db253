import { build } from 'esbuild';

describe('the drawing of a recording', () => {
  it.each(['svg', 'ascii'])(
    '%s runs in a browser: it imports nothing of Node, and no socket',
    async (name) => {
      const { metafile } = await build({
        entryPoints: [`lib/recording/drawing/${name}.ts`],
        bundle: true,
        write: false,
        metafile: true,
        platform: 'browser',
        external: ['node:*', 'ws'],
        logLevel: 'silent',
      });
      const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);

      expect(imports.filter(({ external }) => external).map(({ path }) => path)).toEqual([]);
      expect(Object.keys(metafile.inputs)).not.toContain('lib/client.ts');
    },
  );
});
