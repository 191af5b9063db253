import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const lib = fileURLToPath(new URL('../../../lib', import.meta.url));

export default defineConfig({
  test: { include: ['spec/testing/runners/vitest.ts'] },
  resolve: {
    alias: { 'relay-rx/testing': `${lib}/testing/index.ts`, 'relay-rx': `${lib}/index.ts` },
  },
});
