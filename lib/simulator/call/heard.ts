/** A medium that the caller hears, told as it starts. Durations are seconds, as on the wire. */
export type Heard =
  | { readonly kind: 'tts'; readonly text: string }
  | { readonly kind: 'audio'; readonly url: string }
  | { readonly kind: 'silence'; readonly duration: number }
  | { readonly kind: 'ringtone'; readonly name: string; readonly duration?: number };
