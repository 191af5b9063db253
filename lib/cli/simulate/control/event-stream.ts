import type { IncomingMessage, ServerResponse } from 'node:http';
import { Subscription, interval } from 'rxjs';
import type { FrameJournal, NumberedEntry } from './journal.js';

/** A comment so often keeps a proxy from closing a quiet stream, in ms. */
const KEEP_ALIVE = 15_000;
/** So much waits for a reader at most before it is sent no more for now. */
const HIGH_WATER = 256 * 1024;

/**
 * Sends the journal as server-sent events: what is kept, or what follows `Last-Event-ID`, and then each frame as it
 * passes. A reader that takes nothing between two comments, or falls behind what is kept, is disconnected.
 *
 * @param callId frames about this call alone
 */
export function streamEvents(
  request: IncomingMessage,
  response: ServerResponse,
  journal: FrameJournal,
  callId: string | undefined,
): void {
  openEventStream(response);
  const life = new Subscription();
  const last = Number(request.headers['last-event-id'] ?? NaN);
  let next = Number.isSafeInteger(last) && last >= 0 ? last + 1 : (journal.at(0)?.id ?? journal.next);
  const wanted = (each: NumberedEntry): boolean => callId === undefined || journal.isAbout(each, callId);

  const send = (): void => {
    if (journal.isLost(next)) return void response.destroy();
    while (!life.closed && response.writableLength < HIGH_WATER) {
      const entry = journal.at(next);
      if (entry === undefined || entry.id < next) return;
      next = entry.id + 1;
      if (wanted(entry)) response.write(`id: ${entry.id}\ndata: ${JSON.stringify(entry.entry)}\n\n`);
    }
  };
  let sent = 0;
  life.add(journal.added$.subscribe(send));
  life.add(
    keepAlive(response, () => {
      const stuck = response.writableLength > 0 && response.socket?.bytesWritten === sent;
      sent = response.socket?.bytesWritten ?? 0;
      return stuck;
    }),
  );
  life.add(() => response.destroy());
  response.on('drain', send);
  response.on('close', () => life.unsubscribe());
  send();
}

/** The head of an answer that continues. */
export function openEventStream(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write(': connected\n\n');
}

/** A comment every 15 s, unless the reader is stuck: then it is disconnected. */
export function keepAlive(response: ServerResponse, isStuck: () => boolean): Subscription {
  return interval(KEEP_ALIVE).subscribe(() => {
    if (isStuck()) response.destroy();
    else response.write(': still here\n\n');
  });
}
