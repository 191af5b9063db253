import 'reflect-metadata';
import { Inject, Injectable, Module, type OnModuleDestroy } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { RelayClient, type Call } from 'relay-rx';
import { filter, firstValueFrom, lastValueFrom, type Observable } from 'rxjs';
import { practice, type Practice } from '../../support/practice.js';
import { supportLine } from '../support-line.js';
import { CallFlow, RelayModule, RelayService, type RelayModuleOptions } from './relay.module.js';

// On real sockets: a busy machine takes its time.
jest.setTimeout(60_000);

describe('RelayModule', () => {
  let relay: Practice;
  let journal: string[];

  /** What the flow needs until its last call has ended: a database, for example. */
  @Injectable()
  class Database implements OnModuleDestroy {
    write(line: string): void {
      journal.push(line);
    }
    onModuleDestroy(): void {
      journal.push('the database is closed');
    }
  }

  @Module({ providers: [Database], exports: [Database] })
  class DatabaseModule {}

  @Injectable()
  class Flow extends CallFlow {
    constructor(@Inject(Database) private readonly database: Database) {
      super();
    }
    override handle(call: Call): Observable<unknown> {
      this.database.write('a call begins');
      call.ended$.subscribe(() => this.database.write('a call has ended'));
      return supportLine(call);
    }
  }

  const application = (options: Partial<RelayModuleOptions> = {}) => {
    @Module({
      imports: [RelayModule.forRoot({ ...relay.options, imports: [DatabaseModule], flow: Flow, ...options })],
    })
    class AppModule {}
    return NestFactory.createApplicationContext(AppModule, { logger: false });
  };

  beforeEach(async () => {
    journal = [];
    relay = await practice();
  });
  afterEach(() => relay[Symbol.asyncDispose]());

  it('serves calls from the start, with a flow that injects', async () => {
    const app = await application();
    const caller = await relay.callOnce();
    await app.close();

    expect(await firstValueFrom(caller.transferredTo$)).toBe('support');
    expect(journal).toEqual(['a call begins', 'a call has ended', 'the database is closed']);
  });

  it('lets calls end when it is shut down, and closes what they need after that', async () => {
    const app = await application();
    const caller = relay.simulator.call();
    await firstValueFrom(caller.heard$);
    const closed = app.close();
    await firstValueFrom(app.get(RelayClient).status$.pipe(filter((status) => status === 'draining')));
    caller.press('2');
    await closed;

    expect(await firstValueFrom(caller.transferredTo$)).toBe('support');
    expect(journal).toEqual(['a call begins', 'a call has ended', 'the database is closed']);
    await app.get(RelayService).ended;
  });

  it('hangs up after the timeout', async () => {
    const app = await application({ drainTimeout: 0 });
    const caller = relay.simulator.call();
    await firstValueFrom(caller.heard$);
    await app.close();

    expect(await lastValueFrom(caller.state$)).toBe('ended');
    expect(caller.endReason).toBe('hangup');
  });

  it('has the client to be injected elsewhere', async () => {
    @Injectable()
    class Reminders {
      constructor(@Inject(RelayClient) readonly client: RelayClient) {}
    }
    @Module({
      imports: [RelayModule.forRoot({ ...relay.options, imports: [DatabaseModule], flow: Flow })],
      providers: [Reminders],
    })
    class AppModule {}
    const app = await NestFactory.createApplicationContext(AppModule, { logger: false });

    expect(app.get(Reminders).client).toBe(app.get(RelayClient));
    await app.close();
  });

  it('rejects its `ended` when the credentials are refused', async () => {
    const app = await application({ token: 'another', reconnect: { initialDelay: 1 } });

    await expect(app.get(RelayService).ended).rejects.toThrow('refused');
    await app.close();
  });
});
