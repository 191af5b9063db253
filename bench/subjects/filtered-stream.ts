import { randomUUID } from 'node:crypto';
import { Subject as Stream, filter, takeWhile } from 'rxjs';
import type { Subject } from './subject.js';

interface WireEvent {
  readonly event_type: string;
  readonly params: { readonly call_id: string; readonly control_id?: string; readonly final?: boolean };
}
interface ServerFrame {
  readonly id: string;
  readonly method?: string;
  readonly params?: WireEvent;
}

/**
 * Not a client but a pattern, as small as it can be: one stream of all events, and a filter on it for each prompt.
 * It decodes nothing, checks nothing and survives nothing, so what grows here is the pattern's own share.
 */
export const filteredStream: Subject = {
  name: 'filtered stream',
  connect: async (link) => {
    const socket = link.open(`ws://${link.host}`);
    const events$ = new Stream<WireEvent>();
    const calls: string[] = [];
    socket.on('message', (data: { toString(): string }) => {
      const frame = JSON.parse(data.toString()) as ServerFrame;
      if (frame.method === undefined) return;
      socket.send(JSON.stringify({ jsonrpc: '2.0', id: frame.id, result: {} }));
      if (frame.params !== undefined) events$.next(frame.params);
    });
    events$
      .pipe(filter((event) => event.event_type === 'calling.call.receive'))
      .subscribe(({ params }) => calls.push(params.call_id));
    const request = (method: string, params: object): void =>
      socket.send(JSON.stringify({ jsonrpc: '2.0', id: randomUUID(), method, params }));
    await new Promise<void>((resolve) => socket.on('open', resolve));
    request('signalwire.connect', {});
    return {
      get calls() {
        return calls.length;
      },
      prompt: (index, listener) => {
        const control_id = randomUUID();
        const call_id = calls[index];
        events$
          .pipe(
            filter(({ params }) => params.call_id === call_id && params.control_id === control_id),
            filter((event) => event.event_type === 'calling.call.collect'),
            takeWhile(({ params }) => params.final === false, true),
          )
          .subscribe({
            next: ({ params }) => {
              if (params.final === false) listener.partial();
            },
            complete: () => listener.ended(),
          });
        request('calling.play_and_collect', { node_id: 'node-1', call_id, control_id });
      },
      close: () => socket.close(),
    };
  },
};
