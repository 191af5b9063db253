import * as t from 'io-ts';

import { NumberText, Text } from '../wire/types.js';
import type { Playable } from './media.js';
import type { PayErrorType, PayStep } from './pay-questions.js';

const Action = t.type({ type: Text, phrase: Text });

/** Some fields have two spellings: clients send either. */
const Prompt = t.partial({
  for: Text,
  actions: t.readonlyArray(Action),
  attempt: t.union([NumberText, Text]),
  attempts: t.union([NumberText, Text]),
  error_type: Text,
  errorType: Text,
});

/** The app's own prompts. A prompt without `for` is never played. */
export const Prompts = t.readonlyArray(Prompt, 'a list of prompts {for, actions}');

type Prompts = t.TypeOf<typeof Prompts>;

const includes = (list: string | number | undefined, word: string): boolean =>
  list === undefined ||
  String(list)
    .split(/[\s,]+/)
    .includes(word);

const mediumOf = ({ type, phrase }: t.TypeOf<typeof Action>): Playable => {
  if (type === 'Say') return { kind: 'tts', text: phrase };
  return type === 'Play' ? { kind: 'audio', url: phrase } : 'unplayable';
};

/** The media of the most specific prompt that matches. */
export const promptFor = (
  prompts: Prompts,
  step: PayStep,
  attempt: number,
  error: PayErrorType | undefined,
): readonly Playable[] | undefined => {
  const fitting = prompts.filter(
    (prompt) =>
      prompt.for === step &&
      includes(prompt.attempt ?? prompt.attempts, String(attempt)) &&
      includes(prompt.error_type ?? prompt.errorType, error ?? ''),
  );
  const particular = ({ attempt: only, attempts, error_type, errorType }: Prompts[number]): number =>
    Number((only ?? attempts) !== undefined) + Number((error_type ?? errorType) !== undefined);
  const [best] = [...fitting].sort((one, other) => particular(other) - particular(one));
  return best?.actions?.map(mediumOf);
};
