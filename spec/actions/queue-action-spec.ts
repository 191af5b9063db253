import { map } from 'rxjs';
import type { QueueEvent } from 'relay-rx';
import { event, type ServerEvent } from 'relay-rx/testing';
import { run } from '../support/marbles.js';

/** An event of a queue as RELAY sends it for a call that is taken out of it: without a control id. */
const queue = (params: object): ServerEvent =>
  event('calling.call.queue', { control_id: null, ...params }, { controlId: null });

const enqueued = event('calling.call.queue', { status: 'enqueue', name: 'support', id: 'id-1' });

const statuses = map(({ status, controlId }: QueueEvent) => [status, controlId]);
const values = { e: ['enqueue', 'q-1'], d: ['dequeue', undefined] };

describe('queueEnter', () => {
  it.each<[string, object]>([
    ['the name of its queue', { name: 'support' }],
    ['the id of its queue', { id: 'id-1' }],
    ['both', { name: 'support', id: 'id-1' }],
    ['the id of its queue under another name', { name: 'support (2)', id: 'id-1' }],
    ['no queue', {}],
  ])('ends with a dequeue that carries no control id, and %s', (_what, named) => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-e-d', { e: enqueued, d: queue({ status: 'dequeue', ...named }) });
      const action = call.queueEnter({ queueName: 'support', controlId: 'q-1' });
      expectObservable(action.pipe(statuses)).toBe('-e-(d|)', values);
    });
  });

  it('ends by the name alone when no event has given the id of its queue', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-d', { d: queue({ status: 'dequeue', name: 'support', id: 'id-1' }) });
      expectObservable(call.queueEnter({ queueName: 'support' }).pipe(statuses)).toBe('-(d|)', values);
    });
  });

  it('is not ended by an event of another queue, or of another operation', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-enmo', {
        e: enqueued,
        n: queue({ status: 'dequeue', name: 'sales' }),
        m: queue({ status: 'dequeue', name: 'support', id: 'id-2' }),
        o: event('calling.call.queue', { status: 'dequeue', name: 'support' }, { controlId: 'q-2' }),
      });
      const action = call.queueEnter({ queueName: 'support', controlId: 'q-1' });
      expectObservable(action.pipe(statuses)).toBe('-e', values);
    });
  });
});
