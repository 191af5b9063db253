import type { MethodRequest } from '../methods/method.js';
import { METHODS } from '../methods/table.js';
import { RpcCode, classify, failure, result } from '../wire/json-rpc.js';
import type { Fields, Incoming, RpcFrame, RpcId } from '../wire/json-rpc.js';
import type { Refusal } from './fault-plan.js';
import type { Link } from './link.js';
import type { Session } from './session.js';
import type { EngineParts } from './engine-parts.js';

type Request = Extract<Incoming, { kind: 'request' }>;

interface Answer {
  readonly frame: RpcFrame;
  readonly then?: (() => void) | undefined;
}

/** Methods whose result has no code: they can only be refused by a JSON-RPC error. */
const WITHOUT_A_CODE = /^signalwire\.(?!receive$|unreceive$)/;

/** The frame of a refusal. A negative code is a JSON-RPC error too; any other is part of a result. */
const refusalFrame = (id: RpcId, { method, code, message }: Refusal, params: Fields): RpcFrame => {
  if (WITHOUT_A_CODE.test(method) || Number(code) < 0) return failure(id, Number(code), message);
  const { call_id, control_id } = params;
  return result(id, {
    code: String(code),
    message,
    ...(call_id === undefined ? {} : { call_id }),
    ...(control_id === undefined ? {} : { control_id }),
  });
};

/** The response to a request, and the work to do after it is sent; undefined if a fault ignores the request. */
const answerTo = (request: MethodRequest, { id, method, params }: Request): Answer | undefined => {
  const { faults } = request.engine;
  if (faults.ignores(method)) return undefined;
  const refusal = faults.refusalOf(method);
  if (refusal !== undefined) return { frame: refusalFrame(id, refusal, params) };
  const handler = METHODS.get(method);
  if (handler === undefined)
    return { frame: failure(id, RpcCode.methodNotFound, `Unknown method ${method}`) };
  const reply = handler(request);
  return reply.kind === 'error'
    ? { frame: failure(id, reply.code, reply.message) }
    : { frame: result(id, reply.result), then: reply.then };
};

/** Whether an event is about the call, dial or message of a request. */
const concerned =
  ({ method, params }: Request, { frame }: Answer) =>
  (event: Fields): boolean => {
    if (method === 'calling.dial') return event['tag'] === params['tag'];
    if (method !== 'messaging.send') return event['call_id'] === params['call_id'];
    return 'result' in frame && event['message_id'] === frame.result['message_id'];
  };

const respond = (engine: EngineParts, link: Link, request: Request): void => {
  const { params } = request;
  const answer = answerTo({ engine, link, session: link.session, params }, request);
  if (answer === undefined) return;
  const overtaking = answer.then && engine.faults.overtakingOf(request.method, concerned(request, answer));
  if (overtaking === undefined || link.session === undefined) link.send(answer.frame);
  else link.session.hold(answer.frame, overtaking);
  answer.then?.();
};

/** Handles one frame of a client. Never throws: an invalid frame is answered with an error or ignored. */
export const dispatch = (engine: EngineParts, link: Link, frame: unknown): void => {
  const incoming = classify(frame);
  switch (incoming.kind) {
    case 'request':
      respond(engine, link, incoming);
      return;
    case 'answer':
      if (!link.settle(incoming.id)) link.session?.acknowledge(incoming.id);
      return;
    case 'invalid':
      // An invalid frame without an id cannot be answered.
      if (incoming.id !== undefined) link.send(failure(incoming.id, RpcCode.invalidRequest, incoming.why));
  }
};

/** Runs a bound method as if the session requested it now. */
export const carryOut = (engine: EngineParts, session: Session, method: string, params: Fields): Fields => {
  const reply = METHODS.get(method)?.({ engine, session, link: undefined, params });
  if (reply === undefined) return { code: '404', message: `Unknown method ${method}` };
  if (reply.kind === 'error') return { code: String(reply.code), message: reply.message };
  reply.then?.();
  return reply.result;
};
