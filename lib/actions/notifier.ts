import type { Observable } from 'rxjs';
import type { CommandName } from './kind.js';

/** A command to be sent for the run in progress, once for each value of a stream. */
export interface Notifier {
  readonly command: CommandName;
  readonly values$: Observable<unknown>;
  /** What a value adds to the command's params; throws when the value is not allowed. */
  readonly params: (value: unknown) => object;
}
