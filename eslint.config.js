import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import rxjsX from 'eslint-plugin-rxjs-x';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { noImportCycle } from './tools/lint-import-cycles.mjs';

const root = import.meta.dirname;

/**
 * What each layer of lib/ may import besides itself. A name is a folder of lib/ or a file of that name in it;
 * spec/layers.programs.ts fails when something in lib/ has no line here.
 */
export const layers = {
  protocol: [],
  connection: ['protocol'],
  actions: ['protocol', 'connection'],
  operators: ['protocol', 'connection', 'actions'],
  message: ['protocol', 'connection', 'actions', 'operators'],
  call: ['protocol', 'connection', 'actions', 'operators'],
  metrics: ['protocol', 'connection'],
  client: ['protocol', 'connection', 'actions', 'operators', 'message', 'call', 'metrics'],
  simulator: ['protocol'],
  recording: ['protocol', 'connection', 'actions', 'operators', 'message', 'call', 'client'],
  testing: [
    'protocol',
    'connection',
    'actions',
    'operators',
    'message',
    'call',
    'client',
    'simulator',
    'recording',
  ],
  // The simulator's web page. It is bundled for the browser, which has neither sockets of Node nor files.
  phone: ['protocol', 'recording'],
  cli: [
    'phone',
    'protocol',
    'connection',
    'actions',
    'operators',
    'message',
    'call',
    'client',
    'simulator',
    'recording',
    'testing',
  ],
};

const pathsOf = (layer) => [`./${layer}`, `./${layer}.ts`];
const inLib = (path) => path.replace('./', './lib/');

const zones = [
  ...Object.entries(layers).map(([layer, below]) => ({
    target: pathsOf(layer).map(inLib),
    from: './lib',
    except: [layer, ...below].flatMap(pathsOf),
    message: `lib/${layer} may import ${below.length ? below.join(', ') : 'nothing else of lib/'}.`,
  })),
  {
    target: './lib/testing',
    from: ['./lib/simulator/index.ts', './lib/simulator/relay-simulator.ts', './lib/simulator/listener.ts'],
    message: 'Marble tests open no socket: of the simulator they use what stands above its listener.',
  },
  {
    target: './lib',
    from: ['./spec', './demos', './bench', './tools'],
    message: 'lib/ is what gets published; this is not.',
  },
];

/** Everything outside relative imports that lib/ may name; `extra` is for the files that own a seam. */
const packages = (...extra) => [
  'error',
  {
    patterns: [
      {
        regex: `^(?!\\.|node:|(${['rxjs', 'io-ts', 'fp-ts', ...extra].join('|')})(/|$))`,
        message:
          'lib/ depends on rxjs, io-ts and fp-ts; ws belongs to the sockets, the simulator and the proxy.',
      },
      { regex: '^rxjs/(internal|operators)', message: "Import from 'rxjs'." },
      { regex: '^node:(timers|perf_hooks)', message: 'Time comes in by a scheduler.' },
    ],
  },
];

const injected = 'Time and randomness are injected (scheduler, jitter source), so that specs can turn them.';
const clocks = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'];

const noAmbientTime = {
  'no-restricted-globals': ['error', ...clocks.map((name) => ({ name, message: injected }))],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: injected },
    { object: 'Math', property: 'random', message: injected },
    { object: 'performance', property: 'now', message: injected },
    { object: 'process', property: 'nextTick', message: injected },
    ...clocks.map((property) => ({ object: 'globalThis', property, message: injected })),
  ],
  'no-restricted-syntax': [
    'error',
    { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: injected },
  ],
};

export default defineConfig(
  {
    ignores: [
      'dist',
      'coverage',
      'bench/.build',
      'docs/api',
      'docs/.vitepress/cache',
      'docs/.vitepress/.temp',
      'docs/.vitepress/dist',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, rxjsX.configs.recommended],
    plugins: { 'import-x': importX, 'relay-rx': { rules: { 'no-import-cycle': noImportCycle } } },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    settings: {
      'import-x/extensions': ['.ts', '.js'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.js', '.json'],
          // Sources name their imports as they are emitted.
          extensionAlias: { '.js': ['.ts', '.js'] },
          alias: {
            'relay-rx$': [`${root}/lib/index.ts`],
            'relay-rx/recording$': [`${root}/lib/recording/index.ts`],
            'relay-rx/testing$': [`${root}/lib/testing/index.ts`],
            'relay-rx/simulator$': [`${root}/lib/simulator/index.ts`],
          },
        }),
      ],
    },
    rules: {
      // Of types too, which import-x/no-cycle leaves out.
      'relay-rx/no-import-cycle': 'error',
      'import-x/no-self-import': 'error',
      'import-x/no-unresolved': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: root, zones }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Numbers read well in messages; objects and undefined are still refused.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // `Observable<void>` and `execute<void>()` are what this is about.
      '@typescript-eslint/no-invalid-void-type': ['error', { allowInGenericTypeArguments: true }],
      // The `interface X extends t.TypeOf<typeof X> {}` of io-ts gives short names in messages.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // It calls an assertion needless where inference would settle for the wider type, and so widens public types.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      // Keypad strings and marble diagrams are taken apart by character, and are ASCII.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // The discriminant of unlisted events is an enum in types alone; see lib/protocol/events/open.ts.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // RxJS deprecates making one; `wait` rejects with one, as `timeout` does.
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: 'rxjs', name: 'TimeoutError' }] },
      ],
      // A layer is imported by its index; lib/index.ts is kept out by the layers above.
      'rxjs-x/no-index': 'off',
    },
  },
  {
    files: ['lib/**/*.ts'],
    extends: [rxjsX.configs.strict],
    rules: {
      'no-console': 'error',
      'no-restricted-imports': packages(),
      ...noAmbientTime,
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'rxjs-x/no-index': 'off',
      // What a stream or a promise failed with is `unknown`, and is passed on as it is.
      'rxjs-x/throw-error': ['error', { allowThrowingAny: false, allowThrowingUnknown: true }],
      // The client and the actions are Observables: that is the idea of the library.
      'rxjs-x/no-subclass': 'off',
      // A property that is a stream ends in `$`; functions, operators and what they are given do not.
      'rxjs-x/finnish': [
        'error',
        {
          functions: false,
          methods: false,
          parameters: false,
          variables: false,
          objects: false,
          properties: true,
          types: {
            // Named for what they do; that they are Observables is how they do it.
            Action$: false,
            '^RelayClient$': false,
            // A function that returns a stream is no stream (`__type` is how TypeScript calls a type literal).
            '^__(type|function)$|Function$': false,
          },
        },
      ],
    },
  },
  {
    files: [
      'lib/connection/socket*.ts',
      'lib/simulator/**/*.ts',
      'lib/cli/{proxy,forward-frames}.ts',
      'lib/cli/simulate/server.ts',
    ],
    rules: { 'no-restricted-imports': packages('ws') },
  },
  {
    files: ['lib/connection/socket*.ts', 'lib/connection/platform.ts', 'lib/cli/**/*.ts'],
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  {
    files: ['lib/cli/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['lib/phone/**/*.ts'],
    rules: {
      'no-restricted-imports': packages('lit'),
      // What the page is sent, and asks for, never fails: a connection that is lost is a state that it shows.
      'rxjs-x/no-ignored-error': 'off',
      // A page is one program, and its clock the browser's.
      'no-restricted-properties': 'off',
    },
  },
  {
    files: ['lib/cli/simulate/**/*.ts'],
    // What the simulator tells of itself never fails.
    rules: { 'rxjs-x/no-ignored-error': 'off' },
  },
  {
    files: ['lib/cli/simulate/scenario/libraries.ts'],
    // Bundled when the package is built.
    rules: { 'no-restricted-imports': packages('csv-parse', 'yaml') },
  },
  {
    files: ['lib/testing/**/*.ts'],
    // A script that fails is the test's own defect: it is to be told as loudly as can be.
    rules: { 'rxjs-x/no-ignored-error': 'off' },
  },
  {
    files: ['spec/**/*.ts'],
    rules: {
      // A spec that is wrong about what is there fails, which is what a spec is for.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `expect(object.method)` looks at a method without calling it.
      '@typescript-eslint/unbound-method': 'off',
      // Jest's asymmetric matchers (`expect.any(String)`) are `any` by type.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // `expectType<T>(value)` asks about types alone.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Re-entrance is what some specs are about.
      'rxjs-x/no-nested-subscribe': 'off',
      // Sources and flows that throw on purpose.
      '@typescript-eslint/only-throw-error': 'off',
      'rxjs-x/throw-error': 'off',
    },
  },
  {
    files: ['demos/recipes/nestjs/*.ts'],
    rules: {
      // A module of NestJS is a class with nothing but its decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // NestJS declares options as classes, and is given literals.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
  },
);
