import * as t from 'io-ts';

import { untilStopped } from '../operations/until-stopped.js';
import { Params, Text } from '../wire/types.js';
import { answeredCallMethod, done } from './call-method.js';
import { refused } from './method.js';
import type { Method } from './method.js';
import { operationMethod, stopMethod } from './operation-method.js';

// The agent itself is not simulated: it stays on the call, says nothing and accepts messages.
const silentAgent = untilStopped('calling.call.ai', undefined);

const Agent = t.partial({ prompt: Params, post_prompt: Params, params: Params, SWAIG: Params, agent: Text });

/** `calling.ai` */
export const ai = operationMethod('ai', Agent, 'AI started', () => silentAgent);
export const stopAi = stopMethod('ai');

/** `calling.amazon_bedrock`: an agent without a control id, which stays until the call ends. */
export const amazonBedrock = answeredCallMethod(t.UnknownRecord, (to) => {
  const { operations, settings } = to.call;
  return done('AI started', to, operations.reserve(settings.generateId(), 'ai', silentAgent));
});

const agentMethod = (codec: t.Mixed, message: string): Method =>
  answeredCallMethod(codec, (to) =>
    to.call.operations.runs('ai') ? done(message, to) : refused('409', 'No AI is on the call', to.ids),
  );

export const aiMessage = agentMethod(t.partial({ message_text: Text, role: Text }), 'Message sent');
export const aiHold = agentMethod(t.partial({ prompt: Text, timeout: Text }), 'AI on hold');
export const aiUnhold = agentMethod(t.partial({ prompt: Text }), 'AI off hold');
