/** The two tones of each key, in Hz. */
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS = ['123', '456', '789', '*0#'];
const LENGTH = 0.14;

let context: AudioContext | undefined;

/** Plays the tones of a key. */
export function playTone(key: string): void {
  const row = KEYS.findIndex((keys) => keys.includes(key));
  const low = ROWS[row];
  const high = COLUMNS[KEYS[row]?.indexOf(key) ?? -1];
  if (low === undefined || high === undefined) return;
  context ??= new AudioContext();
  void context.resume();
  const { currentTime, destination } = context;
  const volume = context.createGain();
  volume.gain.setValueAtTime(0.08, currentTime);
  volume.gain.setTargetAtTime(0, currentTime + LENGTH - 0.03, 0.01);
  volume.connect(destination);
  for (const frequency of [low, high]) {
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(volume);
    tone.start(currentTime);
    tone.stop(currentTime + LENGTH);
  }
}

/** Reads a text aloud, after the texts before it. */
export function readAloud(text: string): void {
  speechSynthesis.speak(new SpeechSynthesisUtterance(text));
}

export const stopReading = (): void => speechSynthesis.cancel();
