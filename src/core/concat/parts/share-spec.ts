import type { ArraySpec, Compression } from '../../store/store.ts';
import type { MatrixPart } from '../blueprint.ts';
import { chunkingOf } from '../chunking.ts';
import { denseSpec, entriesSpec } from '../execute/matrix-specs.ts';

type Matrix = Pick<MatrixPart, 'encoding' | 'dtype' | 'shape'>;

/**
 * The array of a matrix that holds its values, or its `indices`, as parts write it into a Zarr store.
 * @param chunk its rows in a chunk; null for what a run on one machine has
 */
export function shareSpec(
  { encoding, dtype, shape }: Matrix,
  bound: number,
  compression: Compression,
  chunk: number | null,
  isIndices = false,
): ArraySpec {
  const chunking = chunkingOf('zarr3');
  const spec =
    encoding === 'array'
      ? denseSpec(chunking, dtype, shape, compression)
      : entriesSpec(chunking, isIndices ? 'int32' : dtype, bound, compression);
  return chunk === null ? spec : { ...spec, chunkRows: chunk };
}
