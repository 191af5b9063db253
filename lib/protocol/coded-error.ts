import { isKind, markKind } from './kind.js';

/** Base of the errors of this library: each has a `name`, a stable `code` and, if there is one, a `cause`. */
export abstract class CodedError extends Error {
  abstract readonly code: string;
}

const isInstance = Function.prototype[Symbol.hasInstance];

/** Gives an error class its name, and makes `instanceof` work across copies of this library. */
export function named(errorClass: abstract new (...args: never[]) => CodedError, name: string): void {
  markKind(errorClass.prototype as object, name);
  Object.defineProperty(errorClass.prototype, 'name', { value: name, configurable: true, writable: true });
  Object.defineProperty(errorClass, Symbol.hasInstance, {
    value(this: unknown, value: unknown) {
      // A subclass made by the user inherits this check; it needs the usual one.
      return this === errorClass ? isKind(value, name) : isInstance.call(this, value);
    },
  });
}
