import type { IncomingMessage, ServerResponse } from 'node:http';
import { DEFAULT_AGENT } from '../../../protocol/constants.js';
import type { Reader } from '../read.js';
import { runScript } from '../scenario/run-script.js';
import type { Step } from '../scenario/step.js';
import type { Simulation } from '../simulation.js';
import { recordingOf } from './call-recording.js';
import { streamEvents } from './event-stream.js';
import { runFault } from './faults.js';
import { HttpError, readJson, sendJson, sendText } from './http.js';
import {
  readNothing,
  readCall,
  readPress,
  readSay,
  readWatch,
  readIncoming,
  readCallee,
  readRecipient,
  readMessage,
  readAdvance,
} from './request-bodies.js';

export interface RouteContext {
  readonly simulation: Simulation;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The parameters in the path. */
  readonly names: readonly string[];
  readonly query: URLSearchParams;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: RegExp;
  readonly run: (context: RouteContext) => void | Promise<void>;
}

const noContent = ({ response }: RouteContext): void =>
  void response.writeHead(204, { 'cache-control': 'no-store' }).end();
const bodyOf = async <A>({ request }: RouteContext, reader: Reader<A>): Promise<A> =>
  reader(await readJson(request), []);
const callIdOf = ({ names }: RouteContext): string => names[0] ?? '';

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
      const { text, soFar, confidence } = await bodyOf(context, readSay);
      const { calls } = context.simulation;
      const caller = calls.live(callIdOf(context));
      const { dialogue } = calls.dialogue(caller.callId);
      if (soFar === true) dialogue.type(text, confidence);
      else if (!dialogue.endTyping(text, confidence))
        caller.say(text, confidence === undefined ? {} : { confidence });
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^calls\/([^/]+)\/silence$/,
    run: async (context) => {
      await bodyOf(context, readNothing);
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
      await bodyOf(context, readNothing);
      context.simulation.calls.live(callIdOf(context)).mumble();
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^calls\/([^/]+)\/hangup$/,
    run: async (context) => {
      await bodyOf(context, readNothing);
      context.simulation.calls.live(callIdOf(context)).hangUp();
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^calls\/([^/]+)\/answer$/,
    run: async (context) => {
      await bodyOf(context, readNothing);
      context.simulation.phones.answer(callIdOf(context));
      noContent(context);
    },
  },
  {
    method: 'POST',
    path: /^calls\/([^/]+)\/decline$/,
    run: async (context) => {
      await bodyOf(context, readNothing);
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
      await bodyOf(context, readNothing);
      context.simulation.reset();
      noContent(context);
    },
  },
];

/** The routes of a path, with its parameters still encoded. */
export const routesOf = (
  path: string,
): readonly { readonly route: Route; readonly names: readonly string[] }[] =>
  ROUTES.flatMap((route) => {
    const match = route.path.exec(path);
    return match === null ? [] : [{ route, names: match.slice(1) }];
  });

/** The method and the path of every route, as `POST calls/ID/press`. */
export const routeNames: readonly string[] = ROUTES.map(
  ({ method, path }) => `${method} ${path.source.replace('([^/]+)', 'ID').replace(/[\\^$]/g, '')}`,
);

const methodOf = (frame: unknown): unknown =>
  typeof frame === 'object' && frame !== null ? (frame as { method?: unknown }).method : undefined;

/** Runs the script of a caller, and notes its progress. */
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
