import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHdf5 } from '../store/hdf5/read/open.ts';
import { createHdf5 } from '../store/hdf5/write/sink.ts';
import type { ArraySpec, GroupSink, Store, ValuesBlock } from '../store/store.ts';
import { Utf8Array } from '../store/utf8.ts';
import { withCategories } from './legacy-categories.ts';
import { readLegacyTable } from './legacy-table.ts';

/** The columns of a table beside its index. */
type Codes = Readonly<Record<string, readonly number[]>>;
type Categories = Readonly<Record<string, readonly string[] | readonly number[]>>;

let folder = '';
let store: Store | null = null;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'legacy-categories-'));
});
afterEach(async () => {
  await store?.close();
  store = null;
  await rm(folder, { recursive: true });
});

const spec = (dtype: ArraySpec['dtype'], length: number): ArraySpec => ({
  dtype,
  shape: [length],
  growable: false,
  chunkRows: null,
  compression: { id: 'none' },
  attrs: {},
});

async function write(
  group: GroupSink,
  name: string,
  dtype: ArraySpec['dtype'],
  length: number,
  block: ValuesBlock,
): Promise<void> {
  const array = await group.array(name, spec(dtype, length));
  await array.append(block);
  await array.close();
}

async function writeTable(root: GroupSink, name: string, codes: Codes): Promise<void> {
  const rows = Object.values(codes)[0]?.length ?? 0;
  const columns = Object.entries({ index: Array.from({ length: rows }, (_, i) => i), ...codes });
  const fields = columns.map(([field, values]) => ({
    name: field,
    shape: [],
    block: { kind: 'numeric', dtype: 'int32', values: Int32Array.from(values) } as const,
  }));
  const dtypes = columns.map(([field]) => ({
    name: field,
    dtype: { kind: 'numeric', name: 'int32' } as const,
    shape: [],
  }));
  const dtype = { kind: 'struct', fields: dtypes } as const;
  await write(root, name, dtype, rows, { kind: 'struct', length: rows, fields });
}

/** What becomes of tables of anndata 0.6: the encoding of each column, and the keys that were of use. */
async function read(obs: Codes, variables: Codes, categories: Categories) {
  const file = path.join(folder, 'old.h5ad');
  const sink = await createHdf5(file);
  await writeTable(sink.root, 'obs', obs);
  await writeTable(sink.root, 'var', variables);
  const uns = await sink.root.group('uns', {});
  for (const [key, values] of Object.entries(categories)) {
    const strings = values.filter((value) => typeof value === 'string');
    const numbers = values.filter((value) => typeof value === 'number');
    await (strings.length > 0
      ? write(uns, key, { kind: 'string' }, strings.length, {
          kind: 'string',
          values: Utf8Array.from(strings),
        })
      : write(uns, key, { kind: 'numeric', name: 'float64' }, numbers.length, {
          kind: 'numeric',
          dtype: 'float64',
          values: Float64Array.from(numbers),
        }));
  }
  await sink.finish();
  await sink.close();
  store = await openHdf5(file, file);
  const { root } = store;
  const nodes = await Promise.all([root.get('obs'), root.get('var'), root.get('uns')]);
  const [obsNode, varNode, unsNode] = nodes;
  if (obsNode.kind === 'group' || varNode.kind === 'group' || unsNode.kind === 'array') {
    throw new Error('not what was written');
  }
  const tables = { obs: await readLegacyTable(obsNode), var: await readLegacyTable(varNode) };
  const found = await withCategories(root, unsNode, tables);
  const encodings = (columns: typeof found.obs.columns) =>
    Object.fromEntries(columns.map(({ name, elem }) => [name, elem.encoding]));
  return {
    obs: encodings(found.obs.columns),
    var: encodings(found.var.columns),
    used: [...found.used],
    elem: found.obs.columns[0]?.elem,
  };
}

describe('a column of codes', () => {
  it('becomes a categorical with the categories of its name', async () => {
    const found = await read(
      { kind: [0, 1, -1], n: [5, 6, 7] },
      { n: [1] },
      { kind_categories: ['x', 'y'] },
    );
    expect(found).toMatchObject({
      obs: { kind: 'categorical', n: 'array' },
      var: { n: 'array' },
      used: ['kind_categories'],
      elem: {
        ordered: false,
        codesDtype: 'int32',
        categories: 2,
        categoriesPath: 'uns/kind_categories',
      },
    });
  });

  it('takes them in both tables', async () => {
    const found = await read({ kind: [0] }, { kind: [1] }, { kind_categories: [0.5, 1.5] });
    expect(found).toMatchObject({ obs: { kind: 'categorical' }, var: { kind: 'categorical' } });
  });

  it.each([
    ['a code beyond them', { kind: [0, 2] }, { kind_categories: ['x', 'y'] }],
    ['no column of the name', { n: [0] }, { kind_categories: ['x'] }],
    ['another ending', { kind: [0] }, { kind_category: ['x'] }],
  ] as const)('stays numbers, and uns as it is: %s', async (_, obs, categories) => {
    const found = await read(obs, { n: [0] }, categories);
    expect(Object.values(found.obs)).toEqual(['array']);
    expect(found.used).toEqual([]);
  });

  it('leaves repeated categories alone where they are of another column', async () => {
    const found = await read({ kind: [0, 2] }, { n: [0] }, { kind_categories: ['x', 'x'] });
    expect(found.used).toEqual([]);
  });

  it.each([
    ['codes below -1', [0, -2], ['x'], 'obs', 'it holds codes below -1'],
    ['text that repeats', [0, 1], ['x', 'x'], 'uns/kind_categories', 'its categories repeat'],
    ['numbers that repeat', [0, 1], [2, 2], 'uns/kind_categories', 'its categories repeat'],
    ['a missing one', [0, 1], [1, NaN], 'uns/kind_categories', 'one of its categories is missing'],
  ] as const)(
    'is refused with %s, as anndata refuses it',
    async (_, codes, categories, at, reason) => {
      const reading = read({ kind: codes }, { n: [0] }, { kind_categories: categories });
      const elem: unknown = expect.stringContaining(at);
      await expect(reading).rejects.toMatchObject({ name: 'ElemUnreadableError', elem, reason });
    },
  );
});
