import { expect, it } from 'vitest';
import { Utf8Array } from './utf8.ts';
import { Utf8Builder } from './utf8-builder.ts';

const TEXTS = ['', 'gène', 'x'.repeat(100), '😀', 'a'.repeat(31), 'b'.repeat(32), ''];

it('collects strings however long they are, and whatever was expected', () => {
  const source = Utf8Array.from(TEXTS);
  for (const expected of [0, 1, 10_000]) {
    const builder = new Utf8Builder(TEXTS.length, expected);
    TEXTS.forEach((_, i) => {
      builder.add(source.bytes, source.offsets[i] ?? 0, source.offsets[i + 1] ?? 0);
    });
    const built = builder.build();
    expect(built.toStrings()).toEqual(TEXTS);
    expect(built.bytes.length).toBe(source.bytes.length);
  }
});

it('cuts strings at their first NUL, from one of them on', () => {
  const source = Utf8Array.from(['a\0b', '', 'c\0', '\0', 'déf', 'g\0\0h']);
  const builder = new Utf8Builder(source.length);
  builder.addAll(source, 0, 1);
  builder.addAll(source, 1, source.length);
  builder.cutAtNul(1);
  expect(builder.build().toStrings()).toEqual(['a\0b', '', 'c', '', 'déf', 'g']);
});
