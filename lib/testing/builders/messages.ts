import type { MessageState } from '../../protocol/events/message.js';
import { build, type FieldsOf, type ServerEvent } from '../events.js';

const message = { fromNumber: '+15550100', toNumber: '+15550101', body: 'Hello.' } as const;

/** A message comes in. */
export const messageReceived = (more: FieldsOf<'messaging.receive'> = {}): ServerEvent =>
  build('messaging.receive', {
    messageId: 'message-1',
    messageState: 'received',
    context: 'default',
    direction: 'inbound',
    ...message,
    ...more,
  });

/** How the delivery of a message goes: of the one whose id the answer to `messaging.send` gave. */
export const messageState = (
  state: MessageState,
  messageId: string,
  more: Omit<FieldsOf<'messaging.state'>, 'messageState' | 'messageId'> = {},
): ServerEvent =>
  build('messaging.state', { messageId, messageState: state, direction: 'outbound', ...message, ...more });
