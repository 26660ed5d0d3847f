import type { AttrsInput, Compression, GroupSink } from '../../src/core/store/store.ts';
import { writeHdf5, writeNumbers, writeStrings } from './write-values.ts';

const encoding = (type: string, version: string): AttrsInput => ({
  'encoding-type': type,
  'encoding-version': version,
});
const ARRAY = encoding('array', '0.2.0');
const STRINGS = encoding('string-array', '0.2.0');
const DICT = encoding('dict', '0.1.0');
const SCALAR = encoding('numeric-scalar', '0.2.0');

/** Five cells and four genes, as check-h5ad.py expects them. */
export async function writeH5ad(
  path: string,
  compression: Compression,
  modern: boolean,
): Promise<void> {
  await writeHdf5(path, encoding('anndata', '0.1.0'), async (root) => {
    await writeSparse(root, compression);
    await writeObs(root, compression);
    const columnOrder: string[] = [];
    const var_ = await root.group('var', {
      ...encoding('dataframe', '0.2.0'),
      _index: '_index',
      'column-order': columnOrder,
    });
    await writeStrings(var_, '_index', ['g0', '% mito', '', 'gène 😀'], { attrs: STRINGS });
    const obsm = await root.group('obsm', DICT);
    const pca = Array.from({ length: 15 }, (_, i) => i / 2);
    await writeNumbers(obsm, 'X_pca', 'float32', pca, {
      shape: [5, 3],
      chunkRows: 2,
      compression,
      attrs: ARRAY,
    });
    const layers = await root.group('layers', DICT);
    await writeNumbers(
      layers,
      'half',
      'float16',
      Array.from({ length: 20 }, (_, i) => 0x3c00 + i),
      {
        shape: [5, 4],
        attrs: ARRAY,
      },
    );
    for (const name of ['varm', 'obsp', 'varp']) await root.group(name, DICT);
    await writeUns(await root.group('uns', DICT), modern);
  });
}

async function writeSparse(root: GroupSink, compression: Compression): Promise<void> {
  const x = await root.group('X', {
    ...encoding('csr_matrix', '0.1.0'),
    shape: BigInt64Array.of(5n, 4n),
  });
  const options = { growable: true, chunkRows: 4, compression };
  await writeNumbers(x, 'data', 'float32', [1, 2, 3, 4, 5, 6], options);
  await writeNumbers(x, 'indices', 'int32', [0, 2, 3, 0, 1, 3], options);
  await writeNumbers(x, 'indptr', 'int64', [0, 2, 3, 3, 5, 6]);
}

async function writeObs(root: GroupSink, compression: Compression): Promise<void> {
  const obs = await root.group('obs', {
    ...encoding('dataframe', '0.2.0'),
    _index: 'cell',
    'column-order': ['kind', 'passed', 'depth', 'count', 'known', 'note'],
  });
  await writeStrings(obs, 'cell', ['c0', 'c1', 'c2', 'c3', 'c4'], {
    chunkRows: 2,
    compression,
    attrs: STRINGS,
  });
  const kind = await obs.group('kind', { ...encoding('categorical', '0.2.0'), ordered: true });
  await writeNumbers(kind, 'codes', 'int8', [0, 1, -1, 1, 0], { attrs: ARRAY });
  await writeStrings(kind, 'categories', ['T cell', 'B cell'], { attrs: STRINGS });
  await writeNumbers(obs, 'passed', 'bool', [1, 0, 1, 1, 0], { attrs: ARRAY });
  await writeNumbers(obs, 'depth', 'float64', [0.5, -1, 2, 3e300, 0], { attrs: ARRAY });
  const mask = [0, 0, 1, 0, 0];
  const count = await obs.group('count', encoding('nullable-integer', '0.1.0'));
  await writeNumbers(count, 'values', 'int64', [5, 2 ** 53 - 1, 0, -7, 1], { attrs: ARRAY });
  await writeNumbers(count, 'mask', 'bool', mask, { attrs: ARRAY });
  const known = await obs.group('known', encoding('nullable-boolean', '0.1.0'));
  await writeNumbers(known, 'values', 'bool', [1, 0, 0, 1, 1], { attrs: ARRAY });
  await writeNumbers(known, 'mask', 'bool', mask, { attrs: ARRAY });
  await writeStrings(obs, 'note', ['', 'é', 'x'.repeat(70_000), '😀', 'b'], { attrs: STRINGS });
}

async function writeUns(uns: GroupSink, modern: boolean): Promise<void> {
  if (modern) await uns.nothing('none', encoding('null', '0.1.0'));
  await writeNumbers(uns, 'yes', 'bool', [1], { shape: [], attrs: SCALAR });
  await writeNumbers(uns, 'eleven', 'int64', [11], { shape: [], attrs: SCALAR });
  await writeStrings(uns, 'title', ['naïve 😀'], { shape: [], attrs: encoding('string', '0.2.0') });
  await writeNumbers(uns, 'empty', 'float64', [], { attrs: ARRAY });
  await writeNumbers(uns, 'flat', 'int16', [], { shape: [5, 0], attrs: ARRAY });
  await writeStrings(uns, 'words', [], { attrs: STRINGS });
  const deep = await uns.group('a', DICT);
  await writeNumbers(await deep.group('b', DICT), 'c', 'uint8', [255], { attrs: ARRAY });
}
