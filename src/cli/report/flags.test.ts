import { expect, it } from 'vitest';
import type { Options } from '../../shared/options.ts';
import { flagsOf } from './flags.ts';

const CASES: readonly (readonly [Partial<Options>, string])[] = [
  [{ join: 'outer', fillValue: '0' }, '--join outer --fill-value 0'],
  [{ unsMerge: 'first', maxLoadedElems: 5 }, '--uns-merge first --max-loaded-elems 5'],
  [{ overwrite: true, pairwise: false }, '(without --pairwise) --overwrite'],
  [{ label: null }, '(without --label)'],
  [{ keys: ['a', "b c'd"] }, "--keys a 'b c'\\''d'"],
  [{ indexUnique: '' }, "--index-unique ''"],
];

it.each(CASES)('%j is %s', (options, flags) => {
  expect(flagsOf({ options })).toBe(flags);
});
