// npx tsx demos/recipes/nestjs/main.ts: an application of NestJS that serves a call on the simulator, and shuts down.
import 'reflect-metadata';
import { Inject, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Call } from 'relay-rx';
import { tap, type Observable } from 'rxjs';
import { practice } from '../../support/practice.js';
import { supportLine } from '../support-line.js';
import { CallFlow, RelayModule, RelayService } from './relay.module.js';

@Injectable()
class Journal {
  write(line: string): void {
    console.log(line);
  }
}

@Module({ providers: [Journal], exports: [Journal] })
class JournalModule {}

@Injectable()
class SupportLine extends CallFlow {
  constructor(@Inject(Journal) private readonly journal: Journal) {
    super();
  }

  override handle(call: Call): Observable<unknown> {
    return supportLine(call).pipe(tap(() => this.journal.write(`${call.from} was served`)));
  }
}

await using relay = await practice();

@Module({
  imports: [RelayModule.forRoot({ ...relay.options, imports: [JournalModule], flow: SupportLine })],
})
class AppModule {}

const app = await NestFactory.createApplicationContext(AppModule);
// SIGTERM shuts the application down, and so drains the client.
app.enableShutdownHooks();

await relay.callOnce();
await app.close();
// In a program that runs on: `await app.get(RelayService).ended`, which rejects when the client cannot continue.
await app.get(RelayService).ended;
