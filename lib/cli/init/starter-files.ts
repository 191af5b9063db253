/** A file that `relay-rx init` writes. */
export interface StarterFile {
  readonly name: string;
  readonly text: string;
}

/** The extension of ES modules: `.js` in a package of type `module`, `.mjs` in any other. */
export type Extension = 'js' | 'mjs';

const flow = `// What happens on a call: an Observable of everything that RELAY says about it. Nothing is sent until
// it is subscribed to, which \`client.run\` does for each call; and it is unsubscribed when the caller hangs up.
import { digits, tts } from 'relay-rx';
import { concat, retry, switchMap } from 'rxjs';

/** @param {import('relay-rx').Call} call */
export const flow = (call) =>
  concat(
    call.answer(),
    call
      .playAndCollect({
        media: [tts('Press 1 for sales, 2 for support.')],
        collect: { digits: { max: 1 }, initialTimeout: 5 },
      })
      .pipe(
        digits({ pattern: /^[12]$/ }), // the key as a string; no key, or another one, is an error
        retry(2), // which asks again, twice
        switchMap((digit) => call.transfer({ dest: digit === '1' ? 'sales' : 'support' })),
      ),
  );
`;

const app = (
  extension: Extension,
): string => `// Answers the calls of the context \`default\`. Project, token and space come from the environment.
import { RelayClient } from 'relay-rx';
import { flow } from './flow.${extension}';

const client = new RelayClient({ contexts: ['default'] });

// What goes wrong without ending the client: a flow that fails, a connection that was lost and comes back.
client.errors$.subscribe((error) => console.error(error.message));

// Until SIGINT or SIGTERM; then it lets the calls that are up end.
await client.run(flow);
`;

const test = (
  extension: Extension,
): string => `// Calls to the flow, on RELAY's timing in virtual time: five seconds of silence take none.
import assert from 'node:assert';
import { test } from 'node:test';
import { relayMarbles } from 'relay-rx/testing';
import { flow } from './flow.${extension}';

const { runCaller } = relayMarbles(assert.deepStrictEqual);
const prompt = 'Press 1 for sales, 2 for support.';

test('a caller who presses 2 is transferred to support', () => {
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing('Press 1', '500ms 2');
    expectFlow(flow);
    expectDialogue([{ heard: prompt }, { pressed: '2' }, { transferredTo: 'support' }]);
  });
});

test('a caller who stays silent is asked again', () => {
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    // Nothing the first time, and 1 the second.
    caller.onHearing('Press 1', ['', '500ms 1']);
    expectFlow(flow);
    expectDialogue([{ heard: prompt }, { heard: prompt }, { pressed: '1' }, { transferredTo: 'sales' }]);
  });
});
`;

const scenario = `# Callers for \`relay-rx simulate --scenario\`: they call when the application is connected, and each
# expects what stands here. The form is in node_modules/relay-rx/docs/control.md.
callers:
  - name: wants support
    context: default
    script:
      - hear: Press 1 # a part of what is said
        within: 5000 # ms
      - press: '2'
      - transferredTo: support
  - name: presses a wrong key first
    context: default
    script:
      - hear: Press 1
      - press: '9'
      - hear: Press 1
      - press: '1'
      - transferredTo: sales
`;

/** The files, in the order in which they are read. */
export const starterFiles = (extension: Extension): readonly StarterFile[] => [
  { name: `flow.${extension}`, text: flow },
  { name: `flow.test.${extension}`, text: test(extension) },
  { name: `app.${extension}`, text: app(extension) },
  { name: 'scenario.yaml', text: scenario },
];

/** The package.json of a folder that has none: without it Node does not read `.js` as an ES module. */
export const packageFile = (version: string, rxjs: string): StarterFile => ({
  name: 'package.json',
  text: `${JSON.stringify(
    {
      private: true,
      type: 'module',
      scripts: {
        test: 'node --test',
        simulate: 'relay-rx simulate --scenario scenario.yaml -- node app.js',
        phone: 'relay-rx simulate --open -- node app.js',
      },
      dependencies: { 'relay-rx': `^${version}`, rxjs },
    },
    null,
    2,
  )}\n`,
});
