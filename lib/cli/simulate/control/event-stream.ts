import type { IncomingMessage, ServerResponse } from 'node:http';
import { Subscription, interval } from 'rxjs';
import type { FrameJournal, NumberedEntry } from './journal.js';

/** Milliseconds between comments, which keep a proxy from closing a quiet stream. */
const KEEP_ALIVE = 15_000;
/** Bytes to buffer for a slow reader before sending pauses. */
const HIGH_WATER = 256 * 1024;

/**
 * Sends the journal as server-sent events: the kept frames, or those after `Last-Event-ID`, then each new frame. A
 * reader that reads nothing between two comments, or falls behind the kept frames, is disconnected.
 *
 * @param callId sends only the frames of this call
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

/** Sends the head of a stream of server-sent events. */
export function openEventStream(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write(': connected\n\n');
}

/** Sends a comment every 15 s, and disconnects a stuck reader. */
export function keepAlive(response: ServerResponse, isStuck: () => boolean): Subscription {
  return interval(KEEP_ALIVE).subscribe(() => {
    if (isStuck()) response.destroy();
    else response.write(': still here\n\n');
  });
}
