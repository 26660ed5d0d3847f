import { pause } from '../../../turns.ts';
import { allocate, bytesOf, itemSize, type BlockDType } from '../../dtype.ts';
import type { Block } from '../../store.ts';
import { Utf8Builder } from '../../utf8-builder.ts';
import type { Hdf5File } from './file.ts';
import type { Hdf5Metadata } from './library.ts';
import type { OpenLibrary } from './open-library.ts';
import { selections, type Selection } from './selections.ts';
import { appendStrings, textOf } from './strings.ts';

/** Bytes that one call reads, unless a row of chunks is larger: the library's memory never shrinks. */
const PIECE_BYTES = 8 * 1024 * 1024;
/** A string costs its characters too, which are not known beforehand. */
const PIECE_STRINGS = 64 * 1024;

export interface LibrarySource extends OpenLibrary {
  readonly path: string;
  /** As it is in the library's memory. */
  readonly type: Hdf5Metadata;
}

/**
 * Rows `[start, stop)` through the HDF5 library, in pieces that its memory can hold.
 * @throws Hdf5Error, CancelledError
 */
export async function readThroughLibrary(
  file: Hdf5File,
  path: string,
  dtype: BlockDType,
  start: number,
  stop: number,
  signal: AbortSignal | undefined,
): Promise<Block> {
  const { library, id } = await file.library();
  const type = library.call((wasm) => wasm.get_dataset_metadata(id, `/${path}`));
  const source = { library, id, path, type };
  const { shape, chunks } = type;
  const items =
    dtype.kind === 'string' ? PIECE_STRINGS : Math.floor(PIECE_BYTES / itemSize(dtype.name));
  const pieces = [...selections(shape ?? [], chunks, start, stop, items)];
  const count = pieces.reduce((sum, piece) => sum + piece.items, 0);
  switch (dtype.kind) {
    case 'numeric': {
      const values = allocate(dtype.name, count);
      const target = bytesOf(values);
      let at = 0;
      for (const piece of pieces) {
        await pause(signal);
        readPiece(source, piece, (memory, address, bytes) => {
          target.set(memory.subarray(address, address + bytes), at);
          at += bytes;
        });
      }
      return { kind: 'numeric', dtype: dtype.name, values };
    }
    case 'string': {
      const strings = new Utf8Builder(count);
      for (const piece of pieces) {
        await pause(signal);
        readPiece(source, piece, (memory, address) => {
          appendStrings(strings, memory, address, piece.items, source.type);
        });
      }
      return { kind: 'string', values: textOf(dtype, strings) };
    }
  }
}

export function readPiece(
  { library, id, path, type }: LibrarySource,
  { items, count, offset }: Selection,
  use: (memory: Uint8Array, address: number, bytes: number) => void,
  hasReferences = type.vlen,
): void {
  const at = `/${path}`;
  const bytes = items * type.size;
  const ones = count.map(() => 1n);
  library.withMemory(bytes, (address) => {
    const pointer = BigInt(address);
    const isScalar = count.length === 0;
    library.call((wasm) =>
      isScalar
        ? wasm.get_dataset_data(id, at, null, null, null, pointer)
        : wasm.get_dataset_data(id, at, [...count], [...offset], ones, pointer),
    );
    try {
      use(library.memory, address, bytes);
    } finally {
      if (hasReferences) {
        library.call((wasm) =>
          isScalar
            ? wasm.reclaim_vlen_memory(id, at, '', pointer)
            : wasm.reclaim_vlen_memory_count(id, at, '', pointer, [BigInt(items)]),
        );
      }
    }
  });
}
