import { open, type FileHandle } from 'node:fs/promises';
import { StoreUnreadableError } from '../../../errors.ts';
import type { Store } from '../../store.ts';
import { GlobalHeap } from './direct/global-heap.ts';
import { HDF5_SIGNATURE, openRaw } from './direct/raw-file.ts';
import type { Hdf5File } from './file.ts';
import { openGroup, type Hdf5Group } from './group.ts';
import { hdf5Library, Hdf5Error } from './library.ts';

/** h5wasm's way to leave a choice of format versions to HDF5. */
const DEFAULT_VERSION = -1;

class Hdf5Store implements Store {
  readonly path: string;
  readonly format = 'h5ad';
  readonly root: Hdf5Group;
  readonly #file: Hdf5File;
  readonly #handle: FileHandle;
  #open = true;

  constructor(file: Hdf5File, handle: FileHandle, root: Hdf5Group) {
    this.path = file.path;
    this.root = root;
    this.#file = file;
    this.#handle = handle;
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.#file.library.call((wasm) => wasm.close_file(this.#file.id));
    await this.#handle.close();
  }
}

export interface Hdf5Options {
  /** Whether values are read round the library where that is possible. */
  readonly direct: boolean;
}

/**
 * Opens an HDF5 file.
 * @param path as given by the user
 * @param realPath absolute: the library knows no working folder
 * @throws StoreUnreadableError, or the system's error
 */
export async function openHdf5(
  path: string,
  realPath: string,
  { direct }: Hdf5Options = { direct: true },
): Promise<Store> {
  const handle = await open(realPath);
  try {
    const { size } = await handle.stat();
    const superblock = await findSuperblock(path, handle, size);
    const file = direct ? await openRaw(handle, superblock, size) : undefined;
    const raw = file === undefined ? null : { file, heap: new GlobalHeap(file) };
    const library = await hdf5Library();
    const id = library.call((wasm) =>
      wasm.open(realPath, wasm.H5F_ACC_RDONLY, false, DEFAULT_VERSION, DEFAULT_VERSION),
    );
    try {
      const shared: Hdf5File = { library, id, path, raw };
      return new Hdf5Store(shared, handle, openGroup(shared, ''));
    } catch (cause) {
      library.call((wasm) => wasm.close_file(id));
      throw cause;
    }
  } catch (cause) {
    await handle.close();
    if (!(cause instanceof Hdf5Error)) throw cause;
    throw new StoreUnreadableError({ path, reason: describe(cause.reason), cause });
  }
}

/** What else a file may begin with, and what a user should know then. */
const OTHER_SIGNATURES: readonly (readonly [signature: Buffer, reason: string])[] = [
  [Buffer.from([0x1f, 0x8b]), 'it is compressed with gzip; decompress it first'],
  [Buffer.from('PK\x03\x04', 'latin1'), 'it is a zip archive; unpack it first'],
];

async function findSuperblock(path: string, handle: FileHandle, size: number): Promise<number> {
  if (size === 0) throw new StoreUnreadableError({ path, reason: 'the file is empty' });
  for (let at = 0; at < size; at = at === 0 ? 512 : at * 2) {
    if ((await bytesAt(handle, at)).equals(HDF5_SIGNATURE)) return at;
  }
  const start = await bytesAt(handle, 0);
  const other = OTHER_SIGNATURES.find(([bytes]) => start.subarray(0, bytes.length).equals(bytes));
  throw new StoreUnreadableError({ path, reason: other?.[1] ?? 'it is not an HDF5 file' });
}

async function bytesAt(handle: FileHandle, position: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, position);
  return buffer.subarray(0, bytesRead);
}

/** `truncated file: eof = 96, sblock->base_addr = 0, stored_eof = 2048` in words. */
function describe(reason: string): string {
  const truncated = /truncated file: eof = (\d+), sblock->base_addr = \d+, stored_eof = (\d+)/u;
  const [, present, expected] = truncated.exec(reason) ?? [];
  if (present === undefined || expected === undefined) return `it is damaged: ${reason}`;
  return `it is truncated: ${present} of ${expected} bytes are there`;
}
