import * as t from 'io-ts';

import { sendDigits as sending } from '../operations/send-digits.js';
import { Count, Keys, Name, Params, Text, Tones } from '../wire/types.js';
import { answeredCallMethod, done } from './call-method.js';
import { operationMethod } from './operation-method.js';

/** `calling.send_digits` */
export const sendDigits = operationMethod(
  'send_digits',
  t.type({ digits: Tones }),
  'Sending digits',
  ({ digits }) => sending(digits),
);

const BindDigit = t.intersection([
  t.type({ digits: Keys, bind_method: Name }),
  t.partial({ params: Params, realm: Text, max_triggers: Count }),
]);

/** `calling.bind_digit`: keys that make RELAY run a method on this call, at most `max_triggers` times; 0 for no limit. */
export const bindDigit = answeredCallMethod(BindDigit, (to, asked) => {
  const { digits, bind_method: method, params = {}, realm = '', max_triggers = 0 } = asked;
  const maxTriggers = max_triggers === 0 ? Infinity : max_triggers;
  const binding = { digits, method, params, realm, maxTriggers };
  return done('Digits bound', to, () => to.request.engine.bindings.bind(to.call, binding));
});

/** `calling.clear_digit_bindings`: removes the bindings of one realm, or all. */
export const clearDigitBindings = answeredCallMethod(t.partial({ realm: Text }), (to, { realm }) =>
  done('Digit bindings cleared', to, () => to.request.engine.bindings.clear(to.call, realm)),
);
