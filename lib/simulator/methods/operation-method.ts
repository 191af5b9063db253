import * as t from 'io-ts';

import type { Command, Operation, OperationKind } from '../operations/operation.js';
import { failing, isFallible } from '../operations/failing.js';
import type { Fields } from '../wire/json-rpc.js';
import { Name } from '../wire/types.js';
import { answeredCallMethod, callMethod, done } from './call-method.js';
import type { Addressed } from './call-method.js';
import { refused } from './method.js';
import type { Method } from './method.js';

const Controlled = t.type({ control_id: Name });

type Params<A> = t.Type<A, unknown>;

const named = (to: Addressed, control_id: string): Addressed => ({ ...to, ids: { ...to.ids, control_id } });

/** An operation, and the extra fields of its response. */
interface Started {
  readonly operation: Operation;
  readonly answer: Fields;
}

/** A method that starts an operation under the client's control id. */
export const operationMethod = <A>(
  kind: OperationKind,
  codec: Params<A>,
  message: string,
  start: (params: A, to: Addressed) => Operation | Started,
): Method =>
  answeredCallMethod(t.intersection([Controlled, codec]), (addressed, params) => {
    const { control_id } = params;
    const to = named(addressed, control_id);
    const { operations } = to.call;
    if (operations.kindOf(control_id) !== undefined) {
      return refused('409', `Control id ${control_id} is in use`, to.ids);
    }
    const started = start(params, to);
    const { operation, answer } =
      typeof started === 'function' ? { operation: started, answer: {} } : started;
    const { faults } = to.request.engine;
    const carriedOut = isFallible(kind) && faults.fails(kind) ? failing(kind) : operation;
    return done(
      message,
      { ...to, ids: { ...to.ids, ...answer } },
      operations.reserve(control_id, kind, carriedOut),
    );
  });

/** A method that sends a command to an operation. It is a 404 if no such operation is in progress. */
export const commandMethod = <A>(
  kinds: readonly OperationKind[],
  codec: Params<A>,
  message: string,
  command: (params: A) => Command,
): Method =>
  callMethod(t.intersection([Controlled, codec]), (addressed, params) => {
    const { control_id } = params;
    const to = named(addressed, control_id);
    const { operations } = to.call;
    const kind = operations.kindOf(control_id);
    if (kind === undefined || !kinds.includes(kind)) {
      return refused('404', `No ${kinds.join(' or ')} with control id ${control_id}`, to.ids);
    }
    return done(message, to, () => operations.command(control_id, command(params)));
  });

/** The method that ends an operation. */
export const stopMethod = (kind: OperationKind): Method =>
  commandMethod([kind], t.unknown, 'Stopped', () => ({ kind: 'stop' }));
