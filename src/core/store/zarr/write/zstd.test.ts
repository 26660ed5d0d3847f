import { expect, it } from 'vitest';

import { compressZstd } from './zstd.ts';

it.each([1, 3, 22])('makes one frame that tells its size, at level %i', async (level) => {
  const chunk = Uint8Array.from({ length: 100_000 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 28);
  const frame = await compressZstd(chunk, level);
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  expect(view.getUint32(0, true)).toBe(0xfd2fb528);
  const descriptor = view.getUint8(4);
  // Without a window descriptor, as the content is one segment; its size has four bytes.
  expect(descriptor & 0b1110_0000).toBe(0b1010_0000);
  expect(view.getUint32(5, true)).toBe(chunk.length);
  expect(frame.length).toBeLessThan(chunk.length);
});
