import { isUrl } from './is-url.js';

/** Kept on the event itself, so that another copy of this library can read it. */
const PROMPT = Symbol.for('relay-rx.prompt');

/** The number of words that identify a spoken prompt. */
const WORDS = 8;

/** The number of characters, for a language without spaces between words. */
const LENGTH = 80;

/** Two digits or more with nothing but spaces and punctuation between them. */
const DIGITS_IN_A_ROW = /\d(?:[\s,.-]*\d)+/g;

/** The params of a request that plays a prompt. */
interface Prompting {
  readonly play?: unknown;
}

/** Notes the prompt that an event answers. The note is not enumerable: neither JSON nor `util.inspect` shows it. */
export function notePrompt(event: object, request: Prompting): void {
  if (request.play !== undefined)
    Reflect.defineProperty(event, PROMPT, { value: request, configurable: true });
}

/** The description of the prompt that an event answers; undefined if none was noted. It is made only for an error. */
export function promptOf(event: object): string | undefined {
  const request = (event as { readonly [PROMPT]?: Prompting })[PROMPT];
  return request && describePrompt(request);
}

/**
 * Describes the prompt of a request for an error: the first words of the first text, or the file name of the first
 * recording, without its query. Undefined if there is neither. Digits in a row are masked: they may be input of the
 * caller ("you entered 1 2 3 4").
 */
export function describePrompt({ play }: Prompting): string | undefined {
  if (!Array.isArray(play)) return undefined;
  for (const medium of play as readonly (WireMedium | undefined)[]) {
    if (medium?.type === 'tts' && typeof medium.params?.text === 'string')
      return firstWords(medium.params.text);
    if (medium?.type === 'audio' && typeof medium.params?.url === 'string')
      return fileName(medium.params.url);
  }
  return undefined;
}

interface WireMedium {
  readonly type?: unknown;
  readonly params?: { readonly text?: unknown; readonly url?: unknown };
}

function firstWords(text: string): string {
  const whole = text.trim().replace(/\s+/g, ' ').replace(DIGITS_IN_A_ROW, '###');
  const first = whole.split(' ', WORDS).join(' ');
  const shown = [...first].slice(0, LENGTH).join('');
  return shown === whole ? `"${shown}"` : `"${shown} …"`;
}

/** The last part of the path, without the query, which may contain a signature. */
function fileName(url: string): string | undefined {
  if (!isUrl(url)) return undefined;
  const { pathname, host } = new URL(url);
  return pathname.split('/').findLast((part) => part !== '') ?? host;
}
