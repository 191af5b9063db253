import * as t from 'io-ts';
import { RelayError } from './errors.js';

/** RELAY's answer to a command that it has carried out, as it came. `code` is a 2xx; `message` is RELAY's text. */
export interface CommandResult {
  readonly code: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

const Coded = t.type({ code: t.union([t.string, t.number]) });

/** Reads the `result` of an answer: the result itself, or a `RelayError` for a code other than 2xx. */
export function readResult(method: string, result: unknown): CommandResult | RelayError {
  const fields = t.UnknownRecord.is(result) ? result : {};
  const message = typeof fields['message'] === 'string' ? fields['message'] : '';
  // Answers to signalwire.* methods have no code: every answer is a success.
  if (!Coded.is(fields)) return { ...fields, code: '200', message };
  const code = String(fields.code);
  if (!/^2\d\d$/.test(code))
    return new RelayError(code, message || `RELAY refused ${method} (${code})`, method);
  return { ...fields, code, message };
}

/** Reads a JSON-RPC error as a `RelayError`. */
export function readRefusal(method: string, error: unknown): RelayError {
  const { code, message } = t.UnknownRecord.is(error) ? error : { code: undefined, message: error };
  const known = typeof code === 'string' || typeof code === 'number' ? String(code) : '';
  const text = typeof message === 'string' ? message : '';
  return new RelayError(known, text || `RELAY refused ${method} (${known || 'no code'})`, method);
}
