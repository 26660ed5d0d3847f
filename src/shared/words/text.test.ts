import { describe, expect, it } from 'vitest';
import { formatCount } from './text.ts';

describe('formatCount', () => {
  it.each([0, 7, 123, 1234, 12_345, 123_456, 1_234_567, 2 ** 53 - 1, -7, -123, -1234, -123_456])(
    'groups the digits of %d',
    (count) => {
      expect(formatCount(count)).toBe(new Intl.NumberFormat('en-US').format(count));
    },
  );
});
