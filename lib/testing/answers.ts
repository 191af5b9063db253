/** How RELAY answers a request: the `result`, or JSON-RPC's own error. */
export type Answer =
  | { readonly result: Readonly<Record<string, unknown>> }
  | { readonly error: { readonly code: number; readonly message: string } };

/** RELAY carries the request out. */
export const success = (fields: Readonly<Record<string, unknown>> = {}): Answer => ({
  result: { code: '200', message: 'OK', ...fields },
});

/** RELAY refuses the request, with a code such as `'400'`, `'404'` (the call is gone) or `'409'` (a conflict). */
export const refusal = (code: string, message = `Refused with ${code}`): Answer => ({
  result: { code, message },
});

/** JSON-RPC refuses the request, with a code such as −32601. */
export const rpcError = (code: number, message = `Refused with ${code}`): Answer => ({
  error: { code, message },
});
