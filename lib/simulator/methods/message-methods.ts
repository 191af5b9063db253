import * as t from 'io-ts';

import type { SimulatedMessage } from '../engine/messages.js';
import { Name, Names, Text } from '../wire/types.js';
import { answered, refused, serviceMethod } from './method.js';

const Send = t.intersection([
  t.type({ to_number: Name, from_number: Name }),
  t.partial({ context: Text, body: Text, media: Names, tags: Names, region: Text }),
]);

/**
 * `messaging.send`: the response has the id of the message. The delivery states go to the session whose protocol is
 * `context`, or to one that receives the context; without a context they go to the sender.
 */
export const send = serviceMethod(Send, (session, params, { engine }) => {
  const { context = 'default', to_number: to, from_number: from, body = '', media = [], tags = [] } = params;
  if (body === '' && media.length === 0) return refused('400', 'body or media is missing: a message has one');
  const messageId = engine.settings.generateId();
  const message: SimulatedMessage = { messageId, context, from, to, body, media, tags };
  return answered({ code: '200', message: 'Message accepted', message_id: messageId }, () =>
    engine.messages.send(message, params.context === undefined ? () => session : engine.receiverOf(context)),
  );
});
