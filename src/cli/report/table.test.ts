import { describe, expect, it } from 'vitest';
import { table } from './table.ts';

describe('table', () => {
  it('aligns its columns', () => {
    expect(table(['a', 'b'], [['long', '1']])).toBe('  a     b\n  long  1\n');
    expect(table(['a', 'b'], [])).toBe('');
  });

  it('aligns thousands of rows as it does a few', () => {
    const rows = Array.from({ length: 1001 }, (_, i) => ['x'.repeat(i % 300), `${i}`]);
    const lines = table(['head', 'n'], rows).trimEnd().split('\n');
    expect(lines).toHaveLength(1002);
    expect(new Set(lines.slice(1).map((line) => /\d+$/u.exec(line)?.index))).toEqual(
      new Set([303]),
    );
  });
});
