import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Incoming } from '../../../phone/feed.js';
import { DEFAULT_AGENT } from '../../../protocol/constants.js';
import type { CalleeOptions } from '../../../simulator/engine/callees.js';
import type { MessageOptions, RecipientOptions } from '../../../simulator/engine/messages.js';
import {
  exactly,
  flag,
  listOf,
  number,
  object,
  optional,
  required,
  someText,
  text,
  whole,
  type Reader,
} from '../read.js';
import { runScript } from '../scenario/run-script.js';
import { readStep, type Step } from '../scenario/step.js';
import { pathOf } from './access.js';
import { recordingOf } from './call-recording.js';
import { streamEvents } from './event-stream.js';
import { runFault } from './faults.js';
import { HttpError, readJson, sendJson, sendText } from './http.js';
import type { Simulation } from '../simulation.js';

interface RouteContext {
  readonly simulation: Simulation;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Values of the names in the path. */
  readonly names: readonly string[];
  readonly query: URLSearchParams;
}

interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: RegExp;
  readonly run: (context: RouteContext) => void | Promise<void>;
}

const noContent = ({ response }: RouteContext): void =>
  void response.writeHead(204, { 'cache-control': 'no-store' }).end();
const bodyOf = async <A>({ request }: RouteContext, reader: Reader<A>): Promise<A> =>
  reader(await readJson(request), []);
const nothing = object<object>({});
const callIdOf = ({ names }: RouteContext): string => names[0] ?? '';

const readCall = object<{ context: string; from?: string; to?: string; script?: readonly Step[] }>({
  context: required(someText),
  from: optional(someText),
  to: optional(someText),
  script: optional(listOf(readStep)),
});
const readPress = object<{ digits: string; gap?: number }>({
  digits: required(someText),
  gap: optional(number(0)),
});
const readSay = object<{ text: string; confidence?: number; soFar?: boolean }>({
  text: required(text),
  confidence: optional(number(0, 100)),
  soFar: optional(flag),
});
const readWatch = object<{ page: number; callId: string }>({
  page: required(whole(1)),
  callId: required(someText),
});
const readIncoming = object<{ incoming: Incoming }>({
  incoming: required(exactly('ring', 'machine', 'busy', 'decline', 'noAnswer')),
});
const readCallee = object<Omit<CalleeOptions, 'script'>>({
  to: required(someText),
  answer: required(exactly('answer', 'machine', 'fax', 'busy', 'decline', 'noAnswer', 'manual')),
  after: optional(number(0)),
  greeting: optional(text),
  answeredBy: optional(exactly('human', 'machine', 'fax', 'unknown')),
});
const readRecipient = object<RecipientOptions>({
  to: required(someText),
  delivery: required(exactly('delivered', 'undelivered', 'failed')),
  reason: optional(text),
  after: optional(number(0)),
  readAfter: optional(number(0)),
});
const readMessage = object<MessageOptions>({
  from: optional(someText),
  to: optional(someText),
  body: optional(text),
  context: optional(someText),
  media: optional(listOf(someText)),
  tags: optional(listOf(text)),
});
const readAdvance = object<{ advance: number }>({ advance: required(number(0, 31_536_000_000)) });

/** Every route of the control interface. */
const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: /^health$/,
    run: ({ simulation, response }) =>
      sendJson(response, 200, {
        ok: true,
        version: DEFAULT_AGENT.replace('relay-rx/', ''),
        clients: simulation.clients,
        contexts: simulation.contexts,
      }),
  },
  {
    method: 'POST',
    path: /^calls$/,
    run: async (context) => {
      const { script, ...call } = await bodyOf(context, readCall);
      const { simulation, response } = context;
      const isReceived = simulation.contexts.includes(call.context);
      const caller = simulation.calls.place(call);
      if (script !== undefined) follow(simulation, caller.callId, script);
      sendJson(response, 201, {
        callId: caller.callId,
        ...(!isReceived && {
          warning: `No client receives the context ${JSON.stringify(call.context)}: the call rings until one does`,
        }),
      });
    },
  },
  {
    method: 'GET',
    path: /^calls$/,
    run: ({ simulation, response }) => sendJson(response, 200, simulation.calls.all),
  },
  {
    method: 'GET',
    path: /^calls\/([^/]+)$/,
    run: (context) => sendJson(context.response, 200, context.simulation.calls.record(callIdOf(context))),
  },
  {
    method: 'GET',
    path: /^calls\/([^/]+)\/recording$/,
    run: (context) => {
      const { calls, journal } = context.simulation;
      const { callId } = calls.record(callIdOf(context));
      sendText(context.response, recordingOf(journal, callId), 'application/jsonl; charset=utf-8');
    },
  },
  {
    method: 'POST',
    path: /^calls\/([^/]+)\/press$/,
    run: async (context) => {
      const { digits, gap } = await bodyOf(context, readPress);
      context.simulation.calls.live(callIdOf(context)).press(digits, gap === undefined ? {} : { gap });
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^calls\/([^/]+)\/say$/,
    run: async (context) => {
      const { text, soFar, ...options } = await bodyOf(context, readSay);
      const { calls } = context.simulation;
      const caller = calls.live(callIdOf(context));
      const { dialogue } = calls.dialogue(caller.callId);
      if (soFar === true) dialogue.type(text);
      else if (!dialogue.endTyping(text)) caller.say(text, options);
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^calls\/([^/]+)\/silence$/,
    run: async (context) => {
      await bodyOf(context, nothing);
      const { simulation } = context;
      const caller = simulation.calls.live(callIdOf(context));
      if (!(await simulation.staySilent(caller)))
        throw new HttpError(
          409,
          `Nothing on the call ${caller.callId} waits for its caller: a prompt, a recording or a detector ends by silence`,
        );
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^calls\/([^/]+)\/mumble$/,
    run: async (context) => {
      await bodyOf(context, nothing);
      context.simulation.calls.live(callIdOf(context)).mumble();
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^calls\/([^/]+)\/hangup$/,
    run: async (context) => {
      await bodyOf(context, nothing);
      context.simulation.calls.live(callIdOf(context)).hangUp();
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^calls\/([^/]+)\/answer$/,
    run: async (context) => {
      await bodyOf(context, nothing);
      context.simulation.phones.answer(callIdOf(context));
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^calls\/([^/]+)\/decline$/,
    run: async (context) => {
      await bodyOf(context, nothing);
      context.simulation.phones.decline(callIdOf(context));
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^callees$/,
    run: async (context) => {
      const callee = await bodyOf(context, readCallee);
      context.simulation.setCallee(callee);
      sendJson(context.response, 201, callee);
    },
  },
  {
    method: 'POST',
    path: /^recipients$/,
    run: async (context) => {
      const recipient = await bodyOf(context, readRecipient);
      context.simulation.setRecipient(recipient);
      sendJson(context.response, 201, recipient);
    },
  },
  {
    method: 'POST',
    path: /^messages$/,
    run: async (context) => {
      const { messageId } = context.simulation.message(await bodyOf(context, readMessage));
      sendJson(context.response, 201, { messageId });
    },
  },
  {
    method: 'GET',
    path: /^frames$/,
    run: ({ simulation, response, query }) => {
      const method = query.get('method');
      const entries = simulation.journal.from().map(({ entry }) => entry);
      sendJson(
        response,
        200,
        method === null ? entries : entries.filter(({ frame }) => methodOf(frame) === method),
      );
    },
  },
  {
    method: 'DELETE',
    path: /^frames$/,
    run: (context) => {
      context.simulation.journal.clear();
      noContent(context);
    },
  },
  {
    method: 'GET',
    path: /^events$/,
    run: ({ simulation, request, response, query }) =>
      streamEvents(request, response, simulation.journal, query.get('call') ?? undefined),
  },
  {
    method: 'GET',
    path: /^phone$/,
    run: ({ simulation, response }) => simulation.phones.open(response),
  },
  {
    method: 'POST',
    path: /^phone$/,
    run: async (context) => {
      context.simulation.phones.setIncoming((await bodyOf(context, readIncoming)).incoming);
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^phone\/watch$/,
    run: async (context) => {
      const { page, callId } = await bodyOf(context, readWatch);
      context.simulation.phones.watch(page, callId);
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^faults$/,
    run: async (context) => {
      const { simulation, request } = context;
      runFault(await readJson(request), {
        faults: simulation.engine.faults,
        stalls: simulation.stalls,
        protocolOf: (session) => simulation.protocolOf(session),
      });
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^clock$/,
    run: async (context) => {
      const { advance } = await bodyOf(context, readAdvance);
      await context.simulation.advance(advance);
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^reset$/,
    run: async (context) => {
      await bodyOf(context, nothing);
      context.simulation.reset();
      noContent(context);
    },
  },
];

const methodOf = (frame: unknown): unknown =>
  typeof frame === 'object' && frame !== null ? (frame as { method?: unknown }).method : undefined;

/** A caller does what a script says, and the book notes how that goes. */
function follow(simulation: Simulation, callId: string, script: readonly Step[]): void {
  const { calls, clock } = simulation;
  calls.script(callId, { state: 'running' });
  simulation.life.add(
    runScript(calls.live(callId), script, clock).subscribe({
      error: (error: unknown) =>
        calls.script(callId, {
          state: 'failed',
          failure: error instanceof Error ? error.message : String(error),
        }),
      complete: () => calls.script(callId, { state: 'passed' }),
    }),
  );
}

/**
 * Answers a request to `/_relay/…`.
 *
 * @throws {HttpError} for one that cannot be answered
 */
export async function route(
  simulation: Simulation,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = request.url ?? '/';
  const pathname = pathOf(url);
  const path = pathname.slice('/_relay/'.length);
  const found = ROUTES.flatMap((each) => {
    const match = each.path.exec(path);
    return match === null ? [] : [{ each, match }];
  });
  const chosen = found.find(({ each }) => each.method === request.method);
  if (chosen === undefined) {
    const methods = found.map(({ each }) => each.method).join(' or ');
    throw new HttpError(
      404,
      found.length === 0
        ? `There is no ${pathname}: docs/control.md lists what there is`
        : `${pathname} takes ${methods}, not ${request.method ?? ''}`,
    );
  }
  const names = chosen.match.slice(1).map((name) => decoded(name));
  await chosen.each.run({
    simulation,
    request,
    response,
    names,
    query: new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? ''),
  });
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
