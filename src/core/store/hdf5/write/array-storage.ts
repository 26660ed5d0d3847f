import type { ByteBudget } from '../../byte-budget.ts';
import type { ArraySpec } from '../../store.ts';
import { storedForm } from '../stored-form.ts';
import { ChunkedStorage } from './chunked-storage.ts';
import { ContiguousStorage, SmallContiguousStorage } from './contiguous-storage.ts';
import type { OutputFile } from './output-file.ts';
import type { Storage } from './storage.ts';

/** Arrays of no more bytes than this get their place when they are complete. */
const SMALL_MAX = 64 * 1024;
/** Bytes of a chunk where the caller leaves its rows open but the format asks for chunks. */
const CHUNK_DEFAULT = 512 * 1024;
/** The size of a chunk has four bytes. */
const CHUNK_MAX = 2 ** 32 - 1;

export interface ChosenStorage {
  readonly storage: Storage;
  readonly chunked: boolean;
}

/**
 * Contiguous where the values are of known number, not to be compressed and not asked to be chunked.
 * @returns null when a chunk would be larger than the format allows
 */
export function chooseStorage(
  file: OutputFile,
  spec: ArraySpec,
  itemSize: number,
  budget: ByteBudget,
): ChosenStorage | null {
  const { shape, growable, chunkRows, compression } = spec;
  const [rows = 1, ...others] = shape;
  const size = shape.reduce((product, n) => product * n, itemSize);
  const isPlain = chunkRows === null && compression.id === 'none';
  if (shape.length === 0 || (!growable && (isPlain || size === 0))) {
    const storage =
      size <= SMALL_MAX
        ? new SmallContiguousStorage(file, size)
        : new ContiguousStorage(file, size);
    return { storage, chunked: false };
  }
  // No side of a chunk may be zero.
  const sides = others.map((n) => Math.max(1, n));
  const rowBytes = sides.reduce((product, n) => product * n, itemSize);
  const wanted = Math.max(1, chunkRows ?? Math.floor(CHUNK_DEFAULT / rowBytes));
  const chunk = [growable ? wanted : Math.min(wanted, rows), ...sides];
  if ((chunk[0] ?? 1) * rowBytes > CHUNK_MAX) return null;
  const filters =
    compression.id === 'gzip'
      ? { level: compression.level, shuffled: shuffled(spec, chunk, itemSize) }
      : null;
  return { storage: new ChunkedStorage(file, { chunk, itemSize }, filters, budget), chunked: true };
}

/**
 * Whether to shuffle. It pays for all but floats: of those, few distinct values, as log-normalised
 * counts are, take twice the bytes, where others take fewer.
 * @returns null where the first chunk has to say it
 */
function shuffled(
  { dtype, storedAs = [] }: ArraySpec,
  chunk: readonly number[],
  itemSize: number,
): boolean | null {
  const isFloat =
    dtype.kind === 'complex' || (dtype.kind === 'numeric' && dtype.name.startsWith('float'));
  if (!isFloat) return itemSize > 1;
  const isShuffled = storedAs.flatMap((form) =>
    [true, false].filter((each) => storedForm(dtype, chunk, each) === form),
  );
  return isShuffled[0] ?? null;
}
