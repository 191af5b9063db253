// Stands before the package when examples run: notes each client that an example opens, so that the stage can tell
// what went wrong in it, and close it in the end.
import { RelayClient as Client } from '../../lib/index.js';

export * from '../../lib/index.js';

export const opened: Client[] = [];
export const troubles: unknown[] = [];

export class RelayClient extends Client {
  constructor(...options: ConstructorParameters<typeof Client>) {
    super(...options);
    opened.push(this);
    this.errors$.subscribe((error) => troubles.push(error));
  }
}
