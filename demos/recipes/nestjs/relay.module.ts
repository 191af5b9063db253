import { Inject, Injectable, Logger, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap, OnModuleDestroy, Type } from '@nestjs/common';
import { RelayClient, eachCall, type Call, type RelayClientOptions } from 'relay-rx';
import type { Logger as RelayLogger } from 'relay-rx';
import { firstValueFrom, lastValueFrom, type ObservableInput } from 'rxjs';

/** Handles each call. Extend it in a provider of your own, which may inject what it needs. */
export abstract class CallFlow {
  abstract handle(call: Call): ObservableInput<unknown>;
}

/** How long calls may last after the shutdown has begun, in ms. Then they are hung up. */
export const DRAIN_TIMEOUT = Symbol('DRAIN_TIMEOUT');

/** Serves calls from the start of the application until its shutdown. */
@Injectable()
export class RelayService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('relay-rx');
  /** Resolves when the client was drained, and rejects when it cannot continue, for example because its credentials are refused. */
  ended: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(RelayClient) private readonly client: RelayClient,
    @Inject(CallFlow) private readonly flow: CallFlow,
    @Inject(DRAIN_TIMEOUT) private readonly drainTimeout: number,
  ) {}

  onApplicationBootstrap(): void {
    const served$ = this.client.calls$.pipe(eachCall((call) => this.flow.handle(call)));
    this.ended = lastValueFrom(served$, { defaultValue: undefined });
    this.ended.catch((error: unknown) => this.#log.fatal(error));
  }

  /** Nest waits for this before it destroys the modules that this one imports: calls in progress still have them. */
  async onModuleDestroy(): Promise<void> {
    this.#log.log('Draining: no further calls are received');
    await firstValueFrom(this.client.drain({ timeout: this.drainTimeout }), { defaultValue: undefined });
  }
}

export interface RelayModuleOptions extends RelayClientOptions {
  /** The class that handles the calls. */
  readonly flow: Type<CallFlow>;
  /** The modules that export what `flow` injects. */
  readonly imports?: DynamicModule['imports'];
  /** @default 30_000 */
  readonly drainTimeout?: number;
}

@Module({})
export class RelayModule {
  static forRoot({
    flow,
    imports = [],
    drainTimeout = 30_000,
    ...options
  }: RelayModuleOptions): DynamicModule {
    const log = new Logger('relay-rx');
    const text = (message: string, fields?: object): string =>
      Object.keys(fields ?? {}).length === 0 ? message : `${message} ${JSON.stringify(fields)}`;
    const logger: RelayLogger = {
      debug: (...line) => log.debug(text(...line)),
      info: (...line) => log.log(text(...line)),
      warn: (...line) => log.warn(text(...line)),
      error: (...line) => log.error(text(...line)),
    };
    return {
      module: RelayModule,
      imports,
      providers: [
        { provide: RelayClient, useFactory: () => new RelayClient({ logger, ...options }) },
        { provide: CallFlow, useClass: flow },
        { provide: DRAIN_TIMEOUT, useValue: drainTimeout },
        RelayService,
      ],
      // Controllers may inject the client, to dial or to send messages.
      exports: [RelayClient, RelayService],
    };
  }
}
