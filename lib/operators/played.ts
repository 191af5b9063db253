import { PlaybackError } from '../protocol/result-errors.js';
import { endsPlay, type PlayEvent } from '../protocol/events/play.js';
import type { Reader } from './reader.js';
import { readResults } from './result-reader.js';

/**
 * The end of a playback.
 *
 * ```text
 * action    --p-----(f|)      p: playing, f: finished
 * played()  --------(f|)
 * ```
 *
 * Emits the terminal event when RELAY says finished, also after a stop, and completes. Fails with `PlaybackError` when
 * RELAY could not play, for example because the file does not exist, and with `CallEndedError` when the call ends
 * first.
 *
 * @example
 * ```ts
 * import { played, tts } from 'relay-rx';
 * import { catchError } from 'rxjs';
 *
 * call
 *   .playAudio({ url: 'https://example.test/welcome.mp3' })
 *   .pipe(
 *     played(),
 *     catchError(() => call.play({ media: [tts('Welcome.')] })),
 *   )
 *   .subscribe();
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play
 */
export function played(): Reader<PlayEvent, PlayEvent> {
  return readResults({
    ends: endsPlay,
    read: (event: PlayEvent) => {
      if (!endsPlay(event)) return undefined;
      if (event.state !== 'finished') throw new PlaybackError(event);
      return event;
    },
  });
}
