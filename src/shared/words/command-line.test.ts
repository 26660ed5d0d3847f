import { describe, expect, it } from 'vitest';
import { requestSchema, type ConcatRequestInput, type Options } from '../options.ts';
import { flagsOf, shellQuoted, toCommandLine } from './command-line.ts';

const CASES: readonly (readonly [Partial<Options>, string])[] = [
  [{ join: 'outer', fillValue: '0' }, '--join outer --fill-value 0'],
  [{ unsMerge: 'first', maxLoadedElems: 5 }, '--uns-merge first --max-loaded-elems 5'],
  [{ overwrite: true, pairwise: false }, '(without --pairwise) --overwrite'],
  [{ label: null }, '(without --label)'],
  [{ keys: ['a', "b c'd"] }, "--keys a 'b c'\\''d'"],
  [{ indexUnique: '' }, "--index-unique ''"],
];

it.each(CASES)('%j is %s', (options, flags) => {
  expect(flagsOf(options)).toBe(flags);
});

describe('toCommandLine', () => {
  const lineOf = (inputs: ConcatRequestInput['inputs'], options: Partial<Options> = {}): string =>
    toCommandLine(requestSchema.parse({ inputs, output: '/d/o.h5ad', options }));

  it('says what is not the default, and the inputs last', () => {
    const inputs = [{ path: '/d/a.h5ad', key: 'a' }, { path: '/d/b c.zarr' }];
    expect(lineOf(inputs, { join: 'outer', overwrite: true, verify: 'full' })).toBe(
      "anndata-concat concat --out /d/o.h5ad --join outer --overwrite --verify full -- 'a=/d/a.h5ad' '/d/b c.zarr'",
    );
  });

  it('gives keys by position where one holds what would end it', () => {
    const inputs = [{ path: '/a.h5ad', key: 'x=1' }, { path: '/b.h5ad' }];
    expect(lineOf(inputs)).toBe(
      "anndata-concat concat --out /d/o.h5ad --keys 'x=1' 1 -- /a.h5ad /b.h5ad",
    );
  });

  it('writes what would act on a terminal as escapes', () => {
    expect(shellQuoted('a\u001bb')).toBe("$'a\\u001bb'");
    expect(shellQuoted("it's\n")).toBe("$'it\\'s\\u000a'");
  });
});
