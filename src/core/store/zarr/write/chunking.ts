import type { ArraySpec } from '../../store.ts';
import { storedBytes } from './values.ts';

/**
 * Bytes of a chunk where the caller leaves its rows open: about 10⁶ values, of which readers need
 * the least time per value.
 */
const CHUNK_DEFAULT = 4 * 1024 * 1024;
/** Bytes of a string, with its length, for which the same holds. */
const STRING_BYTES = 32;
/** Chunks in the file of a shard, which a reader may load as a whole. */
export const CHUNKS_PER_SHARD = 32;

export interface Chunking {
  /** Rows of a chunk while more of them may come. */
  readonly rows: number;
  /** Values of a row, which has one at least. */
  readonly rowValues: number;
  /** Bytes of a value; of a string, as assumed. */
  readonly valueBytes: number;
  /** The chunks are expected to be several. */
  readonly isMany: boolean;
}

/** Chunks span all dimensions but the first. */
export function chunkingOf({ dtype, shape, growable, chunkRows }: ArraySpec): Chunking {
  const [rows = 1, ...others] = shape;
  const valueBytes = dtype.kind === 'string' ? STRING_BYTES : storedBytes(dtype);
  const rowValues = others.reduce((product, n) => product * Math.max(1, n), 1);
  const byBytes = Math.floor(CHUNK_DEFAULT / (rowValues * valueBytes));
  const wanted = Math.max(1, chunkRows ?? byBytes);
  return {
    rows: growable ? wanted : Math.max(1, Math.min(wanted, rows)),
    rowValues,
    valueBytes,
    isMany: growable || rows > wanted,
  };
}
