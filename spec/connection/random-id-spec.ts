import { randomId } from '../../lib/connection/random-id.js';

const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('a random id', () => {
  const ids = Array.from({ length: 10_000 }, randomId);

  it('is a UUID of version 4', () => {
    expect(ids.filter((id) => !UUID_4.test(id))).toEqual([]);
  });

  it('comes once', () => {
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has every digit in every place that is random', () => {
    const places = Array.from({ length: 36 }, (_, place) => new Set(ids.map((id) => id[place])).size);
    const written = 'xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx';
    const digits = Array.from(written, (character) => (character === 'x' ? 16 : character === 'v' ? 4 : 1));
    expect(places).toEqual(digits);
  });
});
