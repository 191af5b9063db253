import type { Heard } from '../../simulator/call/heard.js';

/** The text, the URL or the name of something that is heard; for silence, nothing. */
export function textOf(heard: Heard): string {
  switch (heard.kind) {
    case 'tts':
    case 'speech':
      return heard.text;
    case 'audio':
      return heard.url;
    case 'ringtone':
      return heard.name;
    case 'silence':
      return '';
  }
}

/** Whether something is heard in what is heard. */
export const isHeard = (what: string | RegExp, heard: Heard): boolean =>
  typeof what === 'string' ? textOf(heard).includes(what) : textOf(heard).search(what) >= 0;

/** What was heard, as far as the expected thing says anything of it: a string is its text alone. */
export const asHeard = (heard: unknown, expected: unknown): unknown =>
  typeof expected === 'string' && heard !== undefined ? textOf(heard as Heard) : heard;
