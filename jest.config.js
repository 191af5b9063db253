/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // The library warns of what many specs do on purpose; `--silent=false` shows it.
  silent: true,
  // Jest would leave a core free; the longest specs here wait for processes of their own.
  maxWorkers: '100%',
  roots: ['<rootDir>/spec', '<rootDir>/demos'],
  testMatch: ['**/*-spec.ts'],
  moduleNameMapper: {
    '^relay-rx$': '<rootDir>/lib/index.ts',
    '^relay-rx/(recording|testing|simulator)$': '<rootDir>/lib/$1/index.ts',
    // Sources name their imports as they are emitted.
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    // Types are checked once, by `npm run typecheck`; here they are only stripped.
    '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.jest.json' }],
  },
};
