import { RelayClient, type RelayClientOptions } from 'relay-rx';
import { filter, firstValueFrom } from 'rxjs';
import { PhoneFiles } from '../../../lib/cli/simulate/phone-files.js';
import { startServer, type RunningServer, type ServerConfig } from '../../../lib/cli/simulate/server.js';
import { Simulation } from '../../../lib/cli/simulate/simulation.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A simulator that listens, in this process. */
export class Stage {
  readonly #clients: RelayClient[] = [];

  private constructor(
    readonly simulation: Simulation,
    readonly server: RunningServer,
  ) {}

  static async open(config: Partial<ServerConfig> & { readonly speed?: number } = {}): Promise<Stage> {
    const { speed = 20, ...rest } = config;
    const simulation = new Simulation({
      project: 'p',
      token: 'a-secret-token',
      speed,
      environment: () => ['A=b'],
      flowModule: './flow.js',
    });
    const server = await startServer({
      port: 0,
      host: '127.0.0.1',
      allowedHosts: [],
      tls: undefined,
      simulation,
      files: new PhoneFiles(new URL('file:///nowhere/')),
      recorder: undefined,
      ...rest,
    });
    return new Stage(simulation, server);
  }

  get url(): string {
    return `http://${this.server.host}`;
  }

  /** A client that is connected, which `prepare` has before it connects. */
  async client(
    options: RelayClientOptions = {},
    prepare: (client: RelayClient) => void = () => undefined,
  ): Promise<RelayClient> {
    const client = new RelayClient({
      project: 'p',
      token: 'a-secret-token',
      host: this.server.host,
      scheme: 'ws',
      contexts: ['default'],
      ...options,
    });
    this.#clients.push(client);
    prepare(client);
    client.connect();
    await firstValueFrom(client.status$.pipe(filter((status) => status === 'connected')));
    return client;
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.url}/_relay/${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
  }

  /** Asks until the answer to a GET is as wanted; the last answer where it never is. */
  async until(path: string, isWanted: (body: unknown) => boolean): Promise<unknown> {
    for (let attempt = 0; ; attempt += 1) {
      const { body } = await this.ask('GET', path);
      if (isWanted(body) || attempt > 200) return body;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Everybody goes, and everything is forgotten. */
  async reset(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.close();
    await this.until('health', (body) => (body as { clients: number }).clients === 0);
    await this.ask('POST', 'reset');
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    this.simulation.close();
    await this.server.close();
  }
}
