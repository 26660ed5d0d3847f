import { describe, expect, it } from 'vitest';
import { Utf8Array } from '../store/utf8.ts';
import { type CategoryTable, NumericCategories, StringCategories } from './categories.ts';

async function united(...lists: readonly (readonly string[])[]): Promise<CategoryTable> {
  const categories = new StringCategories();
  lists.forEach((list, i) => {
    categories.addCategories(i, Utf8Array.from(list));
  });
  return categories.table(await categories.naturalOrder(undefined));
}
function namesOf(table: CategoryTable): string[] {
  const block = table.values();
  return block.kind === 'string' ? block.values.toStrings() : [];
}

describe('StringCategories', () => {
  it('sorts a union in natural order, and maps each input to it', async () => {
    const table = await united(['x10', 'x2'], ['x1', 'x10']);
    expect(namesOf(table)).toEqual(['x1', 'x2', 'x10']);
    expect([...table.codesOf(0)]).toEqual([2, 1]);
    expect([...table.codesOf(1)]).toEqual([0, 2]);
    expect([...table.codesOf(2)]).toEqual([]);
  });

  it('has a table in any order of ids, which are equal for equal strings', () => {
    const categories = new StringCategories();
    const first = categories.addCategories(0, Utf8Array.from(['b', 'a']));
    expect([...categories.addCategories(1, Utf8Array.from(['a', 'b']))]).toEqual(
      [...first].reverse(),
    );
    const table = categories.table(first);
    expect(namesOf(table)).toEqual(['b', 'a']);
    expect([...table.codesOf(1)]).toEqual([1, 0]);
    expect(table.codeOf(Utf8Array.from(['x', 'a']), 1)).toBe(1);
    expect(table.codeOf(Utf8Array.from(['x', 'a']), 0)).toBe(-1);
  });
});

describe('NumericCategories', () => {
  it('sorts a union by value, as int64', async () => {
    const categories = new NumericCategories();
    categories.addCategories(0, { kind: 'numeric', values: Int8Array.of(3, 1), dtype: 'int8' });
    categories.addCategories(1, {
      kind: 'numeric',
      values: BigInt64Array.of(10n, 2n),
      dtype: 'int64',
    });
    expect(categories.naturalDType()).toBe('int64');
    const table = categories.table(await categories.naturalOrder(undefined), 'int64');
    expect(table.values()).toEqual({
      kind: 'numeric',
      dtype: 'int64',
      values: BigInt64Array.of(1n, 2n, 3n, 10n),
    });
    expect([...table.codesOf(0)]).toEqual([2, 0]);
  });

  it('takes the dtype of floats from a list without any', () => {
    const categories = new NumericCategories();
    categories.addCategories(0, { kind: 'numeric', values: Int8Array.of(1), dtype: 'int8' });
    categories.addCategories(1, { kind: 'numeric', values: Uint8Array.of(), dtype: 'bool' });
    expect(categories.naturalDType()).toBe('int64');
    categories.addCategories(2, { kind: 'numeric', values: Float32Array.of(), dtype: 'float32' });
    expect(categories.naturalDType()).toBe('float64');
  });

  it.each([
    ['F T I', 'int64'],
    ['T F I', 'int64'],
    ['T I F', 'int64'],
    ['I T F', 'int64'],
    ['I F T', 'float64'],
    ['F I T', 'float64'],
  ])('takes it not behind a list of text: %s', (order, dtype) => {
    const categories = new NumericCategories();
    for (const [input, list] of order.split(' ').entries()) {
      if (list === 'T') categories.addTexts();
      else {
        const values = list === 'I' ? Int32Array.of(3, 1) : Float64Array.of();
        const kind = list === 'I' ? 'int32' : 'float64';
        categories.addCategories(input, { kind: 'numeric', values, dtype: kind });
      }
    }
    expect(categories.naturalDType()).toBe(dtype);
  });

  it('has no common dtype for bools and numbers', () => {
    const categories = new NumericCategories();
    categories.addCategories(0, { kind: 'numeric', values: Uint8Array.of(0, 1), dtype: 'bool' });
    expect(categories.naturalDType()).toBe('bool');
    categories.addCategories(1, { kind: 'numeric', values: Int8Array.of(0, 1), dtype: 'int8' });
    expect(categories.naturalDType()).toBeNull();
  });
});
