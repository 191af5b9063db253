import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;
const INDEXED = 3;

/** A picture as the text of a PNG file with a palette: less than half of what a browser writes. */
export function indexedPng(rgba: Uint8Array, width: number, height: number): Buffer {
  const bytes = new DataView(rgba.buffer, rgba.byteOffset, rgba.byteLength);
  const pixels = new Uint32Array(width * height).map((_, index) => bytes.getUint32(index * 4) >>> 8);
  const { palette, indexOf } = paletteOf(pixels);
  // Each row begins with its filter, which is none.
  const rows = Buffer.alloc((width + 1) * height);
  pixels.forEach((pixel, index) => {
    rows[index + Math.floor(index / width) + 1] = indexOf(pixel);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, INDEXED, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk(
      'PLTE',
      Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])),
    ),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Colours that are near to each other are one, the most frequent of them, until there are few enough. */
function paletteOf(pixels: Uint32Array): {
  readonly palette: readonly number[];
  readonly indexOf: (pixel: number) => number;
} {
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const byCount = [...counts].sort(([, one], [, other]) => other - one).map(([pixel]) => pixel);
  for (let bits = 0; ; bits += 1) {
    const near = (pixel: number): number => {
      const mask = (255 << bits) & 255;
      return pixel & ((mask << 16) | (mask << 8) | mask);
    };
    const found = new Map<number, number>();
    const palette: number[] = [];
    for (const pixel of byCount) if (!found.has(near(pixel))) found.set(near(pixel), palette.push(pixel) - 1);
    if (palette.length <= COLOURS) return { palette, indexOf: (pixel) => found.get(near(pixel)) ?? 0 };
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
