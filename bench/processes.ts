import { fork, type ChildProcess } from 'node:child_process';
import type { ClientReply, ClientRequest, LoadReply, LoadRequest } from './messages.js';

/** A process of the benchmark, which answers one request after the other. */
class Worker<Request extends object, Reply> {
  readonly #child: ChildProcess;

  constructor(file: string, args: readonly string[]) {
    this.#child = fork(file, args, {
      execArgv: ['--expose-gc'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
  }

  async ask(request: Request): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const failed = (): void =>
        reject(new Error(`The process ended before it answered ${JSON.stringify(request)}`));
      this.#child.once('exit', failed);
      this.#child.once('message', (reply) => {
        this.#child.off('exit', failed);
        resolve(reply as Reply);
      });
      this.#child.send(request);
    });
  }

  end(): void {
    this.#child.kill();
  }
}

/** The process that plays RELAY, and the callers. */
export class Load extends Worker<LoadRequest, LoadReply> {
  constructor(file: string) {
    super(file, []);
  }
}

/** The process of one client. */
export class Client extends Worker<ClientRequest, ClientReply> {
  readonly name: string;

  constructor(file: string, name: string, port: number) {
    super(file, [name, String(port)]);
    this.name = name;
  }

  /** Processor time so far, of all threads, in µs. */
  async cpu(): Promise<number> {
    return (await this.ask({ do: 'measure' })).cpu;
  }

  /** What remains on the heap, in bytes. */
  async heap(): Promise<number> {
    return (await this.ask({ do: 'collect' })).heap;
  }
}
