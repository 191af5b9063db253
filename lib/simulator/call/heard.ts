/** What the app can play, told as it starts. Durations are seconds, as on the wire. */
export type HeardMedium =
  | { readonly kind: 'tts'; readonly text: string }
  | { readonly kind: 'audio'; readonly url: string }
  | { readonly kind: 'silence'; readonly duration: number }
  | { readonly kind: 'ringtone'; readonly name: string; readonly duration?: number };

/** Something that is heard. */
export type Heard =
  | HeardMedium
  /** What somebody says who is on the line too, told when it has been said. */
  | { readonly kind: 'speech'; readonly text: string };
