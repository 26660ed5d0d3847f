import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { concatOnDisk } from '../../../src/api/index.ts';
import {
  ARRAY,
  dataFrameAttrs,
  groupAttrs,
  sparseAttrs,
  STRING_ARRAY,
} from '../../../src/core/anndata/encoding.ts';
import { createStore } from '../../../src/core/store/create.ts';
import type { NumericArray, NumericDType } from '../../../src/core/store/dtype.ts';
import type { AttrsInput, GroupSink } from '../../../src/core/store/store.ts';
import { Utf8Array } from '../../../src/core/store/utf8.ts';

/** So many that a store's rows fill chunks of its own: 8 of 512 KiB in HDF5, one of 4 MiB in Zarr. */
const ROWS = 512;
const COLUMNS = 2048;
/** Entries of a sparse row: all rows have 2 chunks of 2¹⁷ entries. */
const ENTRIES = 512;

/** Stores whose compressed chunks lie in the result as they are. @returns their places */
export async function makeLinedUp(folder: string, suffix: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const places: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    const plain = path.join(folder, `plain-${name}.zarr`);
    await writePlain(plain, name);
    const place = path.join(folder, `${name}.${suffix}`);
    await concatOnDisk([plain], place, { compression: 'gzip:1' });
    await rm(plain, { recursive: true });
    places.push(place);
  }
  return places;
}

async function writePlain(place: string, name: string): Promise<void> {
  const sink = await createStore(place, 'zarr3', groupAttrs('anndata'));
  try {
    const { root } = sink;
    const shift = name.codePointAt(0) ?? 0;
    const dense = Float32Array.from({ length: ROWS * COLUMNS }, (_, i) => (i * shift) % 251);
    await array(root, 'X', 'float32', [ROWS, COLUMNS], dense, ARRAY);
    await names(root, 'obs', ROWS, name);
    await names(root, 'var', COLUMNS, 'gene');
    const layers = await root.group('layers', groupAttrs('dict'));
    const counts = await layers.group('counts', sparseAttrs('csr_matrix', ROWS, COLUMNS));
    const nnz = ROWS * ENTRIES;
    const data = Float32Array.from({ length: nnz }, (_, i) => 1 + ((i * shift) % 17));
    await array(counts, 'data', 'float32', [nnz], data);
    const indices = Int32Array.from({ length: nnz }, (_, i) => (i % ENTRIES) * 4);
    await array(counts, 'indices', 'int32', [nnz], indices);
    const ends = Int32Array.from({ length: ROWS + 1 }, (_, row) => row * ENTRIES);
    await array(counts, 'indptr', 'int32', [ROWS + 1], ends);
    await sink.finish();
  } finally {
    await sink.close();
  }
}

async function array(
  group: GroupSink,
  name: string,
  dtype: NumericDType,
  shape: readonly number[],
  values: NumericArray,
  attrs: AttrsInput = {},
): Promise<void> {
  const sink = await group.array(name, {
    dtype: { kind: 'numeric', name: dtype },
    shape,
    growable: false,
    chunkRows: null,
    compression: { id: 'none' },
    attrs,
  });
  await sink.append({ kind: 'numeric', dtype, values });
  await sink.close();
}

/** A data frame with an index and no column. */
async function names(root: GroupSink, name: string, length: number, prefix: string): Promise<void> {
  const frame = await root.group(name, dataFrameAttrs('_index', []));
  const sink = await frame.array('_index', {
    dtype: { kind: 'string' },
    shape: [length],
    growable: false,
    chunkRows: null,
    compression: { id: 'none' },
    attrs: STRING_ARRAY,
  });
  const values = Utf8Array.from(Array.from({ length }, (_, i) => `${prefix}${i}`));
  await sink.append({ kind: 'string', values });
  await sink.close();
}
