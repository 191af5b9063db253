import { Observable, defer, from } from 'rxjs';
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

/** What the simulator tells this page. The page is open for it as long as this is subscribed to. */
export const feed$: Observable<ServerEvent> = new Observable((subscriber) => {
  const source = new EventSource('/_relay/phone');
  for (const type of TYPES)
    source.addEventListener(type, ({ data }: MessageEvent<string>) =>
      subscriber.next({ type, data: JSON.parse(data) as unknown } as FeedEvent),
    );
  source.addEventListener('error', () => subscriber.next({ type: 'lost' }));
  return () => source.close();
});

/** What the control interface answers to a request; errors with what it says where it refuses. */
export const post = (path: string, body: object = {}): Observable<unknown> =>
  answerOf(path, { method: 'POST', body: JSON.stringify(body) });

export const get = (path: string): Observable<unknown> => answerOf(path, {});

const answerOf = (path: string, init: RequestInit): Observable<unknown> =>
  defer(() => from(answered(path, init)));

async function answered(path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(`/_relay/${path}`, init).catch(() => {
    throw new Error('The simulator does not answer');
  });
  const text = await response.text();
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  if (response.ok) return answer;
  const { error } = (answer ?? {}) as { readonly error?: string };
  throw new Error(error ?? response.statusText);
}
