import * as t from 'io-ts';

import { Params, Text } from '../wire/types.js';
import { answeredCallMethod, done } from './call-method.js';
import type { Method } from './method.js';

// RELAY sends the results of these to webhooks; the simulator sends none. `received()` shows the requests.

const Action = t.type({ action: t.union([Text, Params], 'a string or an object') });

const acknowledged = (codec: t.Mixed, message: string): Method =>
  answeredCallMethod(codec, (to) => done(message, to));

export const liveTranscribe = acknowledged(Action, 'Transcribing');
export const liveTranslate = acknowledged(Action, 'Translating');
export const userEvent = acknowledged(t.UnknownRecord, 'Event sent');
