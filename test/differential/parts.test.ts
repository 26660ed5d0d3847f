import { inParts } from '../support/in-parts.ts';
import { testCases } from './cases.ts';

/**
 * The same cases in parts, in another order for each, and with chunks so small that most matrices
 * have several. `DIFFERENTIAL_IN_PARTS=300 npx vitest run --project differential parts` tries more.
 */
testCases({
  from: Number(process.env['DIFFERENTIAL_FROM'] ?? 40),
  count: Number(process.env['DIFFERENTIAL_IN_PARTS'] ?? 30),
  keep: process.env['DIFFERENTIAL_KEEP'],
  way: (seed) => inParts({ count: 2 + (seed % 4), chunk: 1 + (seed % 7) }, orderOf(seed)),
});

/** One after another, the last first, all at once, or the first twice at the same time. */
function orderOf(seed: number): (count: number) => readonly (readonly number[])[] {
  return (count) => {
    const parts = Array.from({ length: count }, (_, i) => i + 1);
    switch (seed % 4) {
      case 0:
        return parts.map((part) => [part]);
      case 1:
        return parts.map((part) => [part]).reverse();
      case 2:
        return [parts];
      default:
        return [[1, 1], parts.slice(1)];
    }
  };
}
