import { Observable, defer, from, map, retry } from 'rxjs';
import type { Feed } from './feed.js';

/** An event of the feed, or the loss of its connection; the browser connects again by itself. */
export type FeedEvent = { [K in keyof Feed]: { readonly type: K; readonly data: Feed[K] } }[keyof Feed];
export type ServerEvent = FeedEvent | { readonly type: 'lost' };

const TYPES = [
  'hello',
  'status',
  'call',
  'line',
  'frame',
  'message',
  'clock',
  'reset',
] as const satisfies readonly (keyof Feed)[];

/** Milliseconds until a reconnect, if the browser does not reconnect by itself. */
const WAIT = 1000;

/** The simulator's events for this page. The page counts as open while this is subscribed to. */
export const feed$: Observable<ServerEvent> = new Observable<ServerEvent>((subscriber) => {
  const source = new EventSource('/_relay/phone');
  for (const type of TYPES)
    source.addEventListener(type, ({ data }: MessageEvent<string>) =>
      subscriber.next({ type, data: JSON.parse(data) as unknown } as FeedEvent),
    );
  source.addEventListener('error', () => {
    subscriber.next({ type: 'lost' });
    // A browser does not reconnect after an HTTP error, for example of a proxy without its simulator.
    if (source.readyState === EventSource.CLOSED)
      subscriber.error(new Error('The stream of events is closed'));
  });
  return () => source.close();
}).pipe(retry({ delay: WAIT }));

/** The response of the control interface to a request; errors with its message if it is refused. */
export const post = (path: string, body: object = {}): Observable<unknown> =>
  answerOf(path, { method: 'POST', body: JSON.stringify(body) });

/** A call as the text of a recording. */
export const recordingOf = (callId: string): Observable<string> =>
  defer(() => from(textOf(`calls/${encodeURIComponent(callId)}/recording`, {})));

const answerOf = (path: string, init: RequestInit): Observable<unknown> =>
  defer(() => from(textOf(path, init))).pipe(
    map((text): unknown => (text === '' ? undefined : JSON.parse(text))),
  );

async function textOf(path: string, init: RequestInit): Promise<string> {
  const response = await fetch(`/_relay/${path}`, init).catch(() => {
    throw new Error('The simulator does not answer');
  });
  const text = await response.text();
  if (response.ok) return text;
  const { error } = JSON.parse(text) as { readonly error?: string };
  throw new Error(error ?? response.statusText);
}
