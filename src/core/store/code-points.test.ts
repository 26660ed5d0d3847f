import { expect, it } from 'vitest';
import { compareCodePoints } from './code-points.ts';

it('orders as the bytes of UTF-8 do', () => {
  const names = [
    '',
    'a',
    'ab',
    'b',
    'Z',
    'é',
    '\u07ff',
    '\ud7ff',
    '\ue000',
    '\uffff',
    '😀',
    '😁',
    '😀a',
    '\u{10ffff}',
  ];
  for (const a of names) {
    for (const b of names) {
      const expected = Buffer.compare(Buffer.from(a), Buffer.from(b));
      expect(Math.sign(compareCodePoints(a, b)), `${a} ${b}`).toBe(expected);
    }
  }
});
