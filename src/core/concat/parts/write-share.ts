import type { Border, SplitElem } from '../../../shared/parts.ts';
import { PlanStaleError } from '../../errors.ts';
import { bytesOf, type NumericArray, type NumericDType } from '../../store/dtype.ts';
import type { ArraySink } from '../../store/store.ts';
import type { ZarrShares } from '../../store/zarr/write/shares.ts';
import type { MatrixPart } from '../blueprint.ts';
import { compressionOf } from '../compression.ts';
import type { Job } from '../execute/job.ts';
import { releaseRows } from '../matrix/block.ts';
import { ArrayRecord, type SavedArrayRecord } from '../verify/array-record.ts';
import { rowsBetween } from './rows-between.ts';
import { shareSpec } from './share-spec.ts';

/** The rows of a matrix that a part writes: whole shards, and the ends of its rows. */
export interface Share {
  readonly split: SplitElem;
  readonly part: MatrixPart;
  readonly from: Border;
  readonly to: Border;
  /** Up to which rows may have to be made to fill the last shard. */
  readonly lastRow: number;
}

/**
 * Writes a share of a matrix.
 * @param appendEnds takes the ends of rows of a sparse matrix, from the start of the matrix
 * @param report is told how much is done
 * @returns digests of some of what was written
 */
export async function writeShare(
  job: Job,
  share: Share,
  shares: ZarrShares,
  appendEnds: (ends: Uint8Array) => Promise<void>,
  report: (fraction: number) => void,
): Promise<readonly SavedArrayRecord[]> {
  const { path } = share.part;
  if (share.part.encoding === 'array') {
    const values = await ShareArray.open(share, shares, path, false);
    await writeDense(job, share, values, report);
    return [await values.close()];
  }
  const data = await ShareArray.open(share, shares, `${path}/data`, false);
  const indices = await ShareArray.open(share, shares, `${path}/indices`, true);
  await writeSparse(job, share, [data, indices], appendEnds, report);
  return [await data.close(), await indices.close()];
}

async function writeDense(
  job: Job,
  { part, from, to }: Share,
  sink: ShareArray,
  report: (fraction: number) => void,
): Promise<void> {
  let done = from.row;
  for await (const block of rowsBetween(job, part, from.row, to.row)) {
    if (block.kind === 'dense') await sink.append(block.values, job.signal);
    done += block.rows;
    releaseRows(block);
    report((done - from.row) / (to.row - from.row));
  }
}

async function writeSparse(
  job: Job,
  { split, part, from, to, lastRow }: Share,
  [data, indices]: readonly [ShareArray, ShareArray],
  appendEnds: (ends: Uint8Array) => Promise<void>,
  report: (fraction: number) => void,
): Promise<void> {
  const size = split.chunk * split.shard;
  const first = (from.shard ?? 0) * size;
  // The last share ends with the matrix, the others with a shard.
  const isLast = to.row === (part.shape[0] ?? 0);
  const end = isLast ? (to.entries ?? 0) : (to.shard ?? 0) * size;
  let [row, entries] = [from.row, from.entries ?? 0];
  const isDone = (): boolean => entries >= end && row >= to.row;
  if (first >= end && row >= to.row) return;
  for await (const block of rowsBetween(job, part, from.row, lastRow)) {
    if (block.kind !== 'csr') continue;
    const count = block.indptr[block.rows] ?? 0;
    // Entries of the rows before belong to the share before, those behind to the next.
    const start = Math.min(count, Math.max(0, first - entries));
    const stop = Math.max(start, Math.min(count, end - entries));
    await data.append(block.data.subarray(start, stop), job.signal);
    await indices.append(block.indices.subarray(start, stop), job.signal);
    const own = Math.max(0, Math.min(block.rows, to.row - row));
    const before = entries;
    const ends = block.indptr.subarray(1, own + 1).map((pointer) => before + pointer);
    await appendEnds(bytesOf(ends));
    entries += count;
    row += block.rows;
    releaseRows(block);
    report((entries - first) / Math.max(1, end - first));
    if (isDone()) return;
  }
  const reason = `its inputs have ${entries} entries up to row ${row}, and ${end} were planned`;
  throw new PlanStaleError({ elem: part.path, reason });
}

/** A share of an array, and digests of some of it. */
class ShareArray {
  readonly #sink: ArraySink;
  readonly #record: ArrayRecord;
  readonly #dtype: NumericDType;
  readonly #start: number;

  private constructor(sink: ArraySink, record: ArrayRecord, dtype: NumericDType, start: number) {
    this.#sink = record.watch(sink);
    this.#record = record;
    this.#dtype = dtype;
    this.#start = start;
  }

  static async open(
    { split, part, from }: Share,
    shares: ZarrShares,
    path: string,
    isIndices: boolean,
  ): Promise<ShareArray> {
    const compression = compressionOf(split.compression, 'zarr3', []);
    const spec = shareSpec(part, split.bound, compression, split.chunk, isIndices);
    const first = from.shard ?? 0;
    const sink = await shares.array(path, spec, { chunks: split.shard, first });
    const rowLength = spec.shape.slice(1).reduce((product, extent) => product * extent, 1);
    const start = first * split.chunk * split.shard;
    const record = new ArrayRecord(path, rowLength);
    return new ShareArray(sink, record, isIndices ? 'int32' : part.dtype, start);
  }

  async append(values: NumericArray, signal: AbortSignal | undefined): Promise<void> {
    if (values.length === 0) return;
    await this.#sink.append({ kind: 'numeric', dtype: this.#dtype, values }, signal);
  }

  /** @returns the record, in which rows are those of the whole array */
  async close(): Promise<SavedArrayRecord> {
    await this.#sink.close();
    const saved = this.#record.save();
    const moved = <T extends { readonly start: number; readonly stop: number }>(digest: T): T => ({
      ...digest,
      start: digest.start + this.#start,
      stop: digest.stop + this.#start,
    });
    return {
      ...saved,
      rows: saved.rows + this.#start,
      digests: saved.digests.map(moved),
      end: saved.end === null ? null : moved(saved.end),
    };
  }
}
