import { pause } from '../../../turns.ts';
import { gather } from '../../records.ts';
import type { ValuesBlock } from '../../store.ts';
import type { Rows } from '../../stored-array.ts';
import type { Hdf5File } from './file.ts';
import { leafSink } from './leaf-sink.ts';
import { readPiece } from './library-reader.ts';
import { isBigEndian, recordLayout, type RecordLeaf } from './record-layout.ts';
import { selections } from './selections.ts';
import { appendPointers } from './strings.ts';

/** What stands for a string in the library's memory: an address of 32 bits. */
const POINTER_BYTES = 4;
/** Bytes of records that one call reads: their strings take memory of the library, too. */
const PIECE_BYTES = 1024 * 1024;

/** h5wasm turns values round where HDF5 says that they are big-endian: of records, if all are. */
const isAllBigEndian = (leaves: readonly RecordLeaf[]): boolean =>
  leaves.every(({ dtype, type }) => (dtype.kind === 'string' ? !type.vlen : isBigEndian(type)));

/**
 * The leaves of a field, or of all, in rows of records, through the HDF5 library.
 * @throws Hdf5Error, CancelledError
 */
export async function readRecordsThroughLibrary(
  file: Hdf5File,
  path: string,
  field: number | undefined,
  { start, stop, perRow }: Rows,
  signal: AbortSignal | undefined,
): Promise<ValuesBlock[]> {
  const { library, id } = await file.library();
  const type = library.call((wasm) => wasm.get_dataset_metadata(id, `/${path}`));
  const { bytes, leaves } = recordLayout(type, POINTER_BYTES);
  const wanted = leaves.filter((leaf) => field === undefined || leaf.field === field);
  const isNative = isAllBigEndian(leaves);
  const sinks = wanted.map((leaf) => leafSink(leaf, (stop - start) * perRow, isNative));
  const hasReferences = leaves.some((leaf) => leaf.type.vlen);
  const limit = Math.max(1, Math.floor(PIECE_BYTES / bytes));
  for (const piece of selections(type.shape ?? [], type.chunks, start, stop, limit)) {
    await pause(signal);
    const use = (memory: Uint8Array, address: number): void => {
      const records = memory.subarray(address, address + piece.items * bytes);
      for (const sink of sinks) {
        const values = gather(records, bytes, sink.leaf);
        if (sink.kind === 'text') {
          appendPointers(sink.strings, memory, new Uint32Array(values.buffer));
        } else {
          sink.add(values);
        }
      }
    };
    readPiece({ library, id, path, type }, piece, use, hasReferences);
  }
  return sinks.map((sink) => sink.build());
}
