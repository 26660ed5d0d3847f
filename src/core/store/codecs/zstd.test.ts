import { expect, it } from 'vitest';
import { compressZstd } from '../zarr/write/zstd.ts';
import { decodeZstd } from './zstd.ts';
import { zstdFrameSize, zstdHeader } from './zstd-frame.ts';

const noise = (i: number): number => Math.imul(i, 0x9e3779b1) >>> 24;
const CHUNKS: readonly (readonly [string, Uint8Array])[] = [
  ['one byte', Uint8Array.of(7)],
  ['one value over several blocks', new Uint8Array(400_000).fill(3)],
  [
    'what cannot be compressed',
    Uint8Array.from({ length: 300_000 }, (_, i) => noise(i) ^ noise(i * i)),
  ],
  ['what can', Uint8Array.from({ length: 500_000 }, (_, i) => noise(i) >>> 5)],
];

it.each(CHUNKS)('decodes %s', async (_, chunk) => {
  const frame = await compressZstd(chunk, 3);
  expect(zstdFrameSize(frame, zstdHeader(frame))).toBe(frame.length);
  expect(Buffer.compare(await decodeZstd(frame, chunk.length), chunk)).toBe(0);
  await expect(decodeZstd(frame, chunk.length - 1)).rejects.toThrow('more than');
});

it('refuses a frame that is cut off, and bytes behind one', async () => {
  const chunk = new Uint8Array(400_000).map((_, i) => noise(i) >>> 4);
  const frame = await compressZstd(chunk, 1);
  for (const size of [10, frame.length >>> 1, frame.length - 1]) {
    await expect(decodeZstd(frame.slice(0, size), chunk.length)).rejects.toThrow();
  }
  await expect(decodeZstd(Buffer.concat([frame, Buffer.of(1)]), chunk.length)).rejects.toThrow();
});

it('refuses a frame whose blocks are damaged', async () => {
  const chunk = new Uint8Array(100_000).map((_, i) => noise(i) >>> 4);
  const frame = Buffer.from(await compressZstd(chunk, 1));
  frame.fill(0xff, zstdHeader(frame).blocks + 3, zstdHeader(frame).blocks + 40);
  await expect(decodeZstd(frame, chunk.length)).rejects.toThrow();
});
