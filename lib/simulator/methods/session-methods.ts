import * as t from 'io-ts';

import { Names } from '../wire/types.js';
import { answered, sessionMethod } from './method.js';
import type { Method } from './method.js';

const Contexts = t.type({ contexts: Names });

export const ping: Method = () => answered({});

/** `signalwire.receive`: calls of these contexts too. */
export const receive = sessionMethod(Contexts, (session, { contexts }, { world }) => {
  session.contexts = new Set([...session.contexts, ...contexts]);
  return answered({ code: '200', message: 'Receiving' }, () => world.dealer.deal());
});

/** `signalwire.unreceive`: no more calls of these contexts. The calls that the session has go on. */
export const unreceive = sessionMethod(Contexts, (session, { contexts }) => {
  session.contexts = new Set([...session.contexts].filter((context) => !contexts.includes(context)));
  return answered({ code: '200', message: 'Not receiving' });
});
