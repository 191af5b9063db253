// For the eslint.config.mjs of a project of yours: what is easily forgotten in a flow, found before anybody calls.
import rxjsX from 'eslint-plugin-rxjs-x';
import tseslint from 'typescript-eslint';

export default tseslint.config({
  files: ['**/*.ts'],
  plugins: { '@typescript-eslint': tseslint.plugin, 'rxjs-x': rxjsX },
  languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } },
  rules: {
    // `call.answer();` sends nothing: nobody subscribes to it.
    'rxjs-x/no-floating-observables': 'error',
    // `(call) => { call.answer(); }` as a flow, or a stream where a callback's value is dropped.
    'rxjs-x/no-misused-observables': 'error',
    // `await call.answer()` waits for nothing and sends nothing: an Observable is no promise.
    '@typescript-eslint/await-thenable': 'error',
    // `action.wait();` whose failure nobody sees.
    '@typescript-eslint/no-floating-promises': 'error',
    // A stream subscribed inside of another's `subscribe` is not unsubscribed with it: the end of a call does not stop it.
    'rxjs-x/no-nested-subscribe': 'error',
    // `subscribe(async …)`: what it rejects with is lost, and events are not handled in turn.
    'rxjs-x/no-async-subscribe': 'error',
    // `takeUntil` before `switchMap` leaves the inner stream running.
    'rxjs-x/no-unsafe-takeuntil': 'error',
  },
});
