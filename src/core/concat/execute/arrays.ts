import { ARRAY } from '../../anndata/encoding.ts';
import type { NumericDType } from '../../store/dtype.ts';
import type {
  ArraySink,
  ArraySpec,
  AttrsInput,
  Compression,
  GroupSink,
} from '../../store/store.ts';
import type { Job } from './job.ts';

const NONE: Compression = { id: 'none' };

/** A one-dimensional array of known length. */
export async function createArray(
  { chunking }: Job,
  group: GroupSink,
  name: string,
  dtype: ArraySpec['dtype'],
  length: number,
  attrs: AttrsInput = ARRAY,
  compression: Compression = NONE,
): Promise<ArraySink> {
  const isPlain =
    compression.id === 'none' ||
    length === 0 ||
    (dtype.kind === 'string' && !chunking.compressesText);
  return group.array(name, {
    dtype,
    shape: [length],
    growable: false,
    // How many strings make a chunk, their store knows best.
    chunkRows: isPlain || dtype.kind === 'string' ? null : Math.min(chunking.columnValues, length),
    compression: isPlain ? NONE : compression,
    attrs,
  });
}

/** The smallest dtype for the codes of so many categories, as pandas chooses it. */
export function codesDtype(categories: number): NumericDType {
  if (categories <= 127) return 'int8';
  return categories <= 32_767 ? 'int16' : 'int32';
}

export async function appendCodes(
  sink: ArraySink,
  dtype: NumericDType,
  codes: Int32Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  const values =
    dtype === 'int8' ? new Int8Array(codes) : dtype === 'int16' ? new Int16Array(codes) : codes;
  await sink.append({ kind: 'numeric', dtype, values }, signal);
}
