import { open } from 'node:fs/promises';
import type { SplitElem } from '../../../shared/parts.ts';
import { isMatrix } from '../../anndata/elem.ts';
import { sparseAttrs } from '../../anndata/encoding.ts';
import { readElem } from '../../anndata/read-elem.ts';
import { OutputUnwritableError } from '../../errors.ts';
import { readFully } from '../../store/file-bytes.ts';
import type { ZarrSink } from '../../store/zarr/write/sink.ts';
import type { MatrixPart, SharedMatrixPart } from '../blueprint.ts';
import { compressionOf } from '../compression.ts';
import type { Job } from '../execute/job.ts';
import { pointerDtype, pointersSpec, pointerValues } from '../execute/matrix-specs.ts';
import { rowBlocks } from '../execute/row-blocks.ts';
import { writeRows } from '../execute/write-matrix.ts';
import { nodeAt } from '../inputs.ts';
import { ZERO } from '../matrix/fill.ts';
import { shareSpec } from './share-spec.ts';

/** Ends of rows that are in memory at a time. */
const ENDS_BLOCK = 65_536;

/** What parts have written of a matrix, apart from its shards. */
export interface Written {
  readonly split: SplitElem;
  readonly matrix: MatrixPart;
  /** Entries of a sparse matrix. */
  readonly entries: number;
  /** Files with the ends of the rows of a sparse matrix, in their order. */
  readonly ends: readonly string[];
}

/** States the arrays of a matrix whose shards are there, and writes the row pointers of a sparse one. */
export function declaring(sink: ZarrSink, written: Written): SharedMatrixPart {
  const { split, matrix, entries } = written;
  const { path, encoding, shape } = matrix;
  const compression = compressionOf(split.compression, 'zarr3', []);
  const spec = (isIndices: boolean) =>
    shareSpec(matrix, split.bound, compression, split.chunk, isIndices);
  const complete = async (job: Job, bytes: number): Promise<void> => {
    const report = job.start(path, bytes);
    if (encoding === 'array') {
      await sink.declare(path, spec(false), split.shard);
      report(1);
      return;
    }
    const [rows = 0, columns = 0] = shape;
    const [parent, name] = job.parentOf(path);
    const group = await parent.group(name, sparseAttrs(encoding, rows, columns));
    const filled = { shape: [entries] };
    await sink.declare(`${path}/data`, { ...spec(false), ...filled }, split.shard);
    await sink.declare(`${path}/indices`, { ...spec(true), ...filled }, split.shard);
    const dtype = pointerDtype(split.bound);
    const indptr = await group.array('indptr', pointersSpec(split.bound, rows));
    const append = (ends: Float64Array): Promise<void> =>
      indptr.append({ kind: 'numeric', dtype, values: pointerValues(dtype, ends) }, job.signal);
    await append(Float64Array.of(0));
    let done = 0;
    for (const file of written.ends) {
      for await (const ends of endsIn(file)) {
        await append(ends);
        done += ends.length;
        report(done / rows);
      }
    }
    await indptr.close();
  };
  return { kind: 'shared-matrix', path, complete };
}

async function* endsIn(file: string): AsyncGenerator<Float64Array> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    for (let at = 0; at < size; at += 8 * ENDS_BLOCK) {
      const ends = new Float64Array(Math.min(ENDS_BLOCK, (size - at) / 8));
      await readFully(handle, new Uint8Array(ends.buffer), at);
      yield ends;
    }
  } finally {
    await handle.close();
  }
}

/**
 * Copies a matrix out of the Zarr store that the parts have made into an output of another format.
 * @param stillWhole throws when shards have gone, which are read as zeros
 */
export function copying(
  source: Job,
  { matrix, split }: Written,
  stillWhole: () => Promise<void>,
): SharedMatrixPart {
  const { path } = matrix;
  const complete = async (job: Job, bytes: number): Promise<void> => {
    const elem = await source.inputs.use(0, async (store) => readElem(await nodeAt(store, path)));
    const stored = source.inputs.paths[0];
    if (!isMatrix(elem))
      throw new OutputUnwritableError({ path: stored, elem: path, reason: 'no matrix' });
    const from: MatrixPart = {
      ...matrix,
      sources: [elem],
      lengths: [matrix.shape[0] ?? 0],
      alignment: { kind: 'positions' },
      fill: ZERO,
    };
    const steps = (start: number, stop?: number) => rowBlocks(source, from, start, stop);
    await writeRows(job, { ...matrix, bound: split.bound }, { verbatim: [], steps }, bytes);
    await stillWhole();
  };
  return { kind: 'shared-matrix', path, complete };
}
