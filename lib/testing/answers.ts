/** RELAY's answer to a request: a `result`, or a JSON-RPC error. */
export type Answer =
  | { readonly result: Readonly<Record<string, unknown>> }
  | { readonly error: { readonly code: number; readonly message: string } };

/** An answer that RELAY has carried out the request, with further fields. */
export const success = (fields: Readonly<Record<string, unknown>> = {}): Answer => ({
  result: { code: '200', message: 'OK', ...fields },
});

/** A refusal by RELAY, with a code such as `'400'`, `'404'` (the call is gone) or `'409'` (a conflict). */
export const refusal = (code: string, message = `Refused with ${code}`): Answer => ({
  result: { code, message },
});

/** A JSON-RPC error, with a code such as −32601. */
export const rpcError = (code: number, message = `Refused with ${code}`): Answer => ({
  error: { code, message },
});
