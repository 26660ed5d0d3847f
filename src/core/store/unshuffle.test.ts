import { expect, it } from 'vitest';
import { unshuffle } from './unshuffle.ts';

it.each([1, 2, 3, 4, 5, 8, 16])('undoes a shuffle of %d bytes', (size) => {
  for (const length of [0, 1, size, size * 7, size * 100 + size - 1]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37) % 256);
    const count = Math.floor(length / size);
    const shuffled = bytes.slice();
    for (let i = 0; i < count; i++) {
      for (let b = 0; b < size; b++) shuffled[b * count + i] = bytes[i * size + b] ?? 0;
    }
    expect(unshuffle(shuffled, size)).toEqual(bytes);
  }
});
