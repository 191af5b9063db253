import type { MessageState } from '../../protocol/events/message.js';
import { build, type FieldsOf, type ServerEvent } from '../events.js';

const message = { fromNumber: '+15550100', toNumber: '+15550101', body: 'Hello.' } as const;

/** `messaging.receive`: an inbound message. */
export const messageReceived = (more: FieldsOf<'messaging.receive'> = {}): ServerEvent =>
  build('messaging.receive', {
    messageId: 'message-1',
    messageState: 'received',
    context: 'default',
    direction: 'inbound',
    ...message,
    ...more,
  });

/** `messaging.state`: the delivery state of a message. The answer to `messaging.send` has its id. */
export const messageState = (
  state: MessageState,
  messageId: string,
  more: Omit<FieldsOf<'messaging.state'>, 'messageState' | 'messageId'> = {},
): ServerEvent =>
  build('messaging.state', { messageId, messageState: state, direction: 'outbound', ...message, ...more });
