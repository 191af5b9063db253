import { audio, media, ringtone, silence, tts } from '../../../lib/protocol/options/media.js';

describe('tts, audio, silence and ringtone', () => {
  it.each([
    [tts('Hello.'), { type: 'tts', params: { text: 'Hello.' } }],
    [
      tts('Bonjour.', { language: 'fr-FR', gender: 'female', voice: 'polly.Lea' }),
      { type: 'tts', params: { text: 'Bonjour.', language: 'fr-FR', gender: 'female', voice: 'polly.Lea' } },
    ],
    [audio('https://example.test/a.mp3'), { type: 'audio', params: { url: 'https://example.test/a.mp3' } }],
    [silence(1.5), { type: 'silence', params: { duration: 1.5 } }],
    [ringtone('us'), { type: 'ringtone', params: { name: 'us' } }],
    [ringtone('us', 3), { type: 'ringtone', params: { name: 'us', duration: 3 } }],
  ])('make what goes on the wire: %j', (made, expected) => {
    expect(made).toEqual(expected);
    expect(media(made, 'media')).toEqual(expected);
  });
});
