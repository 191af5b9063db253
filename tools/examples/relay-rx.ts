// Wraps the package when examples run: keeps each client that an example opens, so that the stage can report its
// errors and close it.
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
