/** A medium that the app plays, reported when it starts. Durations are in seconds, as on the wire. */
export type HeardMedium =
  | { readonly kind: 'tts'; readonly text: string }
  | { readonly kind: 'audio'; readonly url: string }
  | { readonly kind: 'silence'; readonly duration: number }
  | { readonly kind: 'ringtone'; readonly name: string; readonly duration?: number };

/** A medium or the speech of another party, as a caller hears it. */
export type Heard =
  | HeardMedium
  /** Words of another party on the line, reported when the speech ends. */
  | { readonly kind: 'speech'; readonly text: string };

/** The text, the URL or the name of what is heard; empty for silence. */
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

/** Whether {@link textOf} what is heard contains a string or matches a RegExp. */
export const isHeardIn = (heard: Heard, what: string | RegExp): boolean =>
  typeof what === 'string' ? textOf(heard).includes(what) : textOf(heard).search(what) >= 0;
