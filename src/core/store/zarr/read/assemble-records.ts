import { NumberSink } from '../../number-sink.ts';
import { gather } from '../../records.ts';
import type { ValuesBlock } from '../../store.ts';
import type { Rows } from '../../stored-array.ts';
import { Utf8Builder } from '../../utf8-builder.ts';
import type { ZarrArrayMeta } from './array-meta.ts';
import { assembleBytes, type Grid } from './assemble.ts';
import type { Coding } from './coding.ts';
import { recordFill } from './fill.ts';
import type { RecordLeaf } from './record-coding.ts';
import { decodeStrings } from './strings.ts';

/** Bytes of records in memory at a time, beside their chunks. */
const PIECE_BYTES = 1024 * 1024;

/** The leaves of a field, or of all, in rows `[start, stop)` of `perRow` records each. */
export async function assembleRecords(
  meta: ZarrArrayMeta,
  coding: Extract<Coding, { kind: 'records' }>,
  grid: Grid,
  field: number | undefined,
  { start, stop, perRow }: Rows,
): Promise<ValuesBlock[]> {
  const { size, leaves } = coding;
  const fill = recordFill(coding, meta.fill);
  const wanted = leaves.filter((leaf) => field === undefined || leaf.field === field);
  const sinks = wanted.map((leaf) => sinkOf(leaf, (stop - start) * perRow));
  const step = Math.max(1, Math.floor(PIECE_BYTES / Math.max(1, perRow * size)));
  for (let from = start; from < stop; from += step) {
    const to = Math.min(stop, from + step);
    const target = new Uint8Array((to - from) * perRow * size);
    await assembleBytes(meta, fill, grid, { start: from, stop: to, target });
    for (const { leaf, add } of sinks) add(gather(target, size, leaf));
  }
  return sinks.map(({ build }) => build());
}

interface LeafSink {
  readonly leaf: RecordLeaf;
  readonly add: (bytes: Uint8Array) => void;
  readonly build: () => ValuesBlock;
}

function sinkOf(leaf: RecordLeaf, records: number): LeafSink {
  const { coding, count } = leaf;
  if (coding.kind === 'numbers') {
    const numbers = new NumberSink(coding.dtype, records * count, coding.bigEndian);
    return {
      leaf,
      add: (bytes) => {
        numbers.add(bytes);
      },
      build: () => numbers.build(),
    };
  }
  const strings = new Utf8Builder(records * count);
  return {
    leaf,
    add: (bytes) => {
      const added = (bytes.length / Math.max(1, leaf.bytes)) * count;
      const decoded = decodeStrings(coding, bytes, added);
      if (decoded !== undefined) strings.addAll(decoded, 0, decoded.length);
    },
    build: () => ({ kind: 'string', values: strings.build() }),
  };
}
