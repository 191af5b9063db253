import * as t from 'io-ts';
import { RelayError } from './errors.js';

/**
 * RELAY's answer to a command that it has carried out: its own object, untouched. `code` is a 2xx; `message` is
 * RELAY's text.
 */
export interface CommandResult {
  readonly code: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

const Coded = t.type({ code: t.union([t.string, t.number]) });

/** What an answer's `result` means: the result itself, or the `RelayError` that a code other than 2xx is. */
export function readResult(method: string, result: unknown): CommandResult | RelayError {
  const fields = t.UnknownRecord.is(result) ? result : {};
  const message = typeof fields['message'] === 'string' ? fields['message'] : '';
  // signalwire.* answers carry no code: there an answer is a success.
  if (!Coded.is(fields)) return { ...fields, code: '200', message };
  const code = String(fields.code);
  if (!/^2\d\d$/.test(code))
    return new RelayError(code, message || `RELAY refused ${method} (${code})`, method);
  return { ...fields, code, message };
}
