import type { PictureOf } from '../../../shared/picture.ts';
import { type ArrayElem, encodingName, isSparse, type Elem } from '../../anndata/elem.ts';
import { convert } from '../../concat/matrix/convert.ts';
import { DenseRows } from '../../concat/rows/dense-rows.ts';
import { ElemUnsupportedError, throwIfCancelled } from '../../errors.ts';
import { itemSize, type NumericArray } from '../../store/dtype.ts';
import { BLOCK_BYTES, type Reading } from './reading.ts';
import { outlineOf } from './tables.ts';

/** Bytes of dense matrices that are looked through, in all stores together. */
const DENSE_BYTES = 512 * 1024 * 1024;

type StoreSparsity = PictureOf<'sparsity'>['stores'][number];

/**
 * Entries of X by store. Of a sparse X the metadata tells them; a dense one is looked through,
 * whole or in blocks of rows at equal distances.
 */
export async function summariseSparsity(reading: Reading): Promise<PictureOf<'sparsity'>> {
  const count = reading.inputs.paths.length;
  const stores: StoreSparsity[] = [];
  for (let i = 0; i < count; i++) {
    const { X } = await outlineOf(reading, i);
    stores.push(await sparsityOf(reading, i, X, DENSE_BYTES / count));
  }
  return { kind: 'sparsity', stores };
}

async function sparsityOf(
  reading: Reading,
  i: number,
  X: Elem | null,
  bytes: number,
): Promise<StoreSparsity> {
  if (X === null) return null;
  if (isSparse(X)) {
    const { encoding, shape, nnz } = X;
    return { encoding, shape: [...shape], entries: nnz, rowsRead: shape[0] };
  }
  if (X.encoding !== 'array' || X.shape.length !== 2) {
    const path = reading.inputs.paths[i];
    throw new ElemUnsupportedError({ path, elem: 'X', reason: encodingName(X) });
  }
  const [rows = 0, columns = 0] = X.shape;
  return {
    encoding: X.encoding,
    shape: [rows, columns],
    ...(await lookThrough(reading, i, X, bytes)),
  };
}

/**
 * Entries of a dense X that are not zero.
 * @param bytes that are read at most, or one block
 */
export async function lookThrough(
  { inputs, signal, onStep }: Reading,
  i: number,
  X: ArrayElem,
  bytes: number,
): Promise<{ readonly entries: number; readonly rowsRead: number }> {
  const [rows = 0, columns = 0] = X.shape;
  const rowBytes = Math.max(1, columns * itemSize(X.dtype));
  // Blocks that are read, and those that are passed over after each.
  const stride = Math.max(1, Math.ceil((rows * rowBytes) / Math.max(bytes, BLOCK_BYTES)));
  const reader = new DenseRows(inputs, i, X, signal);
  let entries = 0;
  let rowsRead = 0;
  for (let start = 0; start < rows;) {
    throwIfCancelled(signal);
    const length = await reader.rowsWithin(start, BLOCK_BYTES);
    const { values } = await reader.read(start, start + length);
    entries += nonZeros(convert(values, X.dtype, X.dtype === 'float16' ? 'float32' : X.dtype));
    rowsRead += length;
    start += length * stride;
    onStep();
  }
  return { entries, rowsRead };
}

/** `np.count_nonzero`: NaN is not zero, -0 is. */
function nonZeros(values: NumericArray): number {
  let count = 0;
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    for (const value of values) if (value !== 0n) count++;
  } else {
    for (let i = 0; i < values.length; i++) if (values[i] !== 0) count++;
  }
  return count;
}
