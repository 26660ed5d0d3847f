import { expect, it } from 'vitest';
import { ArrayChunks, type DecodedChunk } from './chunk-cache.ts';

const MIB = 1024 * 1024;
const chunk = (bytes: number): DecodedChunk => ({ kind: 'bytes', bytes: new Uint8Array(bytes) });

it('gives a chunk once, to the array that it belongs to', () => {
  const [a, b] = [new ArrayChunks(), new ArrayChunks()];
  const kept = chunk(10);
  a.put([1, 2], kept);
  expect(b.take([1, 2])).toBeUndefined();
  expect(a.take([12])).toBeUndefined();
  expect(a.take([1, 2])).toBe(kept);
  expect(a.take([1, 2])).toBeUndefined();
});

it('drops the oldest chunks of all arrays, but never the newest', () => {
  const [a, b] = [new ArrayChunks(), new ArrayChunks()];
  a.put([0], chunk(20 * MIB));
  b.put([0], chunk(11 * MIB));
  expect(a.take([0])).toBeDefined();
  a.put([0], chunk(20 * MIB));
  b.put([1], chunk(2 * MIB));
  expect(b.take([0])).toBeUndefined();
  expect(a.take([0])).toBeDefined();
  const huge = chunk(100 * MIB);
  b.put([2], huge);
  expect(b.take([1])).toBeUndefined();
  expect(b.take([2])).toBe(huge);
});
