/** Media that the app can play, reported as they start. Durations are seconds, as on the wire. */
export type HeardMedium =
  | { readonly kind: 'tts'; readonly text: string }
  | { readonly kind: 'audio'; readonly url: string }
  | { readonly kind: 'silence'; readonly duration: number }
  | { readonly kind: 'ringtone'; readonly name: string; readonly duration?: number };

/** Something that is heard. */
export type Heard =
  | HeardMedium
  /** Words of another party on the line, reported when they have been said. */
  | { readonly kind: 'speech'; readonly text: string };

/** The text, the URL or the name of something that is heard; for silence, nothing. */
export const textOf = (heard: Heard): string => {
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
};

/** A string is looked for, and a RegExp tried, in the text, the URL or the name of what is heard. */
export const isHeardIn = (heard: Heard, what: string | RegExp): boolean =>
  typeof what === 'string' ? textOf(heard).includes(what) : textOf(heard).search(what) >= 0;
