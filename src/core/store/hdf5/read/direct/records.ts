import { gather } from '../../../records.ts';
import type { ValuesBlock } from '../../../store.ts';
import type { Rows } from '../../../stored-array.ts';
import { leafSink } from '../leaf-sink.ts';
import type { Hdf5Metadata } from '../library.ts';
import { recordLayout } from '../record-layout.ts';
import { VLEN_BYTES, type GlobalHeap } from './global-heap.ts';
import type { DirectReader } from './reader.ts';

/** Bytes of records in memory at a time. */
const PIECE_BYTES = 1024 * 1024;

/**
 * The leaves of fields, or of all, in rows `[start, stop)` of `perRow` records each, by a direct
 * reader.
 * @throws Error when the data are damaged
 * @throws CancelledError
 */
export async function readRecordsDirectly(
  reader: DirectReader,
  heap: GlobalHeap,
  type: Hdf5Metadata,
  field: number | undefined,
  rows: Rows,
  signal: AbortSignal | undefined,
): Promise<ValuesBlock[]> {
  const { start, stop, perRow } = rows;
  const { bytes, leaves } = recordLayout(type, VLEN_BYTES);
  const wanted = leaves.filter((leaf) => field === undefined || leaf.field === field);
  const sinks = wanted.map((leaf) => leafSink(leaf, (stop - start) * perRow));
  const step = Math.max(1, Math.floor(PIECE_BYTES / (perRow * bytes)));
  for (let from = start; from < stop; from += step) {
    const to = Math.min(stop, from + step);
    const piece = new Uint8Array((to - from) * perRow * bytes);
    await reader.read(piece, from, to, signal);
    for (const sink of sinks) {
      const values = gather(piece, bytes, sink.leaf);
      if (sink.kind === 'text') await heap.appendStrings(values, sink.strings);
      else sink.add(values);
    }
  }
  return sinks.map((sink) => sink.build());
}
