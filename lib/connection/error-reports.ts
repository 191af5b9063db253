import { Subject, type Observable } from 'rxjs';
import { RelayWarning } from '../protocol/errors.js';
import type { ImplausibleDuration } from '../protocol/options/implausible-durations.js';
import { isolate } from './isolated.js';
import type { Logger } from './logger.js';
import type { ConnectionMeter } from './meter.js';

/** Errors that ended nothing: logged, counted and emitted on `errors$`. */
export class ErrorReports {
  readonly errors$: Observable<Error>;
  readonly #errors$ = new Subject<Error>();
  readonly #logger: Logger;
  readonly #meter: Pick<ConnectionMeter, 'error'>;
  readonly #unobserved: (error: Error) => void;
  /** The options about whose unit a warning was given. */
  readonly #unitsWarned = new Set<string>();

  /** @param unobserved writes errors that are reported while nobody is subscribed. */
  constructor(logger: Logger, meter: Pick<ConnectionMeter, 'error'>, unobserved: (error: Error) => void) {
    this.errors$ = isolate(this.#errors$);
    this.#logger = logger;
    this.#meter = meter;
    this.#unobserved = unobserved;
  }

  report(error: Error): void {
    this.#logger.warn(error.message, labelOf(error));
    this.#meter.error();
    if (this.#errors$.observed) this.#errors$.next(error);
    else this.#unobserved(error);
  }

  /** Warns about durations that are plausible only in the other unit, once for each option. */
  warnOfUnits(method: string, durations: readonly ImplausibleDuration[]): void {
    for (const { name, value, unit, looksLike } of durations) {
      if (this.#unitsWarned.has(name)) continue;
      this.#unitsWarned.add(name);
      const option = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      const message = `${method}: ${option} is in ${unit}, and ${value} looks like ${looksLike}`;
      this.report(new RelayWarning('ERR_RELAY_UNIT', message));
    }
  }

  end(): void {
    this.#errors$.complete();
  }
}

/** Details of an error in a log line besides its message. */
export function labelOf(error: Error): object {
  const { code, method } = error as { code?: unknown; method?: unknown };
  return {
    name: error.name,
    ...(code !== undefined && { code }),
    ...(method !== undefined && { method }),
  };
}
