import { optional, record, wireName, type Field, type Schema } from './schema.js';
import { flag, text } from './values.js';

/** Options of every operation with a control id. */
export interface OperationOptions {
  /**
   * The control id of the first run. A later run uses it again only after a terminal event.
   * @default a new UUID
   */
  readonly controlId?: string | undefined;
  /**
   * `false` leaves the operation running on the server when its last subscriber unsubscribes.
   * @default true
   */
  readonly stopOnUnsubscribe?: boolean | undefined;
}

/** The wire params of an operation, and its options for the run. */
export interface OperationRequest {
  readonly params: Readonly<Record<string, unknown>>;
  readonly controlId: string | undefined;
  readonly stopOnUnsubscribe: boolean;
}

export const operation: Schema<OperationOptions> = {
  controlId: optional(text),
  stopOnUnsubscribe: optional(flag),
};

/** Separates the params on the wire from the options for the run. */
export const split = ({
  control_id: controlId,
  stop_on_unsubscribe: stop,
  ...params
}: Record<string, unknown>): OperationRequest => ({
  params,
  controlId: controlId as string | undefined,
  stopOnUnsubscribe: stop !== false,
});

/**
 * The reader of an operation's options.
 *
 * @param method the name of the method in this library, which errors begin with.
 */
export function operationReader<T extends object>(
  method: string,
  schema: Schema<T>,
): (options: T) => OperationRequest {
  const read = record(schema);
  return (options) => split(read(options, method));
}

/**
 * The reader of an operation whose options include the params of one nested object.
 *
 * @param own the options that are params of the nested object.
 * @param rest the options of the operation.
 * @param nest puts the params of the nested object in their place on the wire.
 */
export function nestedReader<M extends object, T extends object>(
  method: string,
  own: Schema<M>,
  rest: Schema<T>,
  nest: (params: Record<string, unknown>) => Record<string, unknown>,
): (options: M & T) => OperationRequest {
  const read = record<M & T>({ ...own, ...rest } as Schema<M & T>);
  const names = new Set(Object.entries<Field>(own).map(([name, field]) => wireName(name, field)));
  return (options) => {
    const entries = Object.entries(read(options, method));
    const params = Object.fromEntries(entries.filter(([name]) => names.has(name)));
    const others = Object.fromEntries(entries.filter(([name]) => !names.has(name)));
    return split({ ...nest(params), ...others });
  };
}
