import { open, type FileHandle } from 'node:fs/promises';
import { ConcatError, StoreUnreadableError } from '../../../errors.ts';
import type { GroupNode, Node, Store } from '../../store.ts';
import { asError, systemCode } from '../../system-error.ts';
import type { DirectFile } from './direct/file.ts';
import { GlobalHeap } from './direct/global-heap.ts';
import { LinkTables } from './direct/link-tables.ts';
import { ObjectNames } from './direct/object-names.ts';
import { openDirectly } from './direct/open-node.ts';
import { HDF5_SIGNATURE, readSuperblock } from './direct/superblock.ts';
import { UnknownFormatError } from './direct/unknown-format.ts';
import type { Hdf5File } from './file.ts';
import { libraryRoot } from './group.ts';
import { Hdf5Error } from './library.ts';
import { LazyLibrary } from './open-library.ts';

class Hdf5Store implements Store {
  readonly path: string;
  readonly format = 'h5ad';
  readonly root: GroupNode;
  readonly #library: LazyLibrary;
  readonly #handle: FileHandle;
  #open = true;

  constructor(path: string, root: GroupNode, library: LazyLibrary, handle: FileHandle) {
    this.path = path;
    this.root = root;
    this.#library = library;
    this.#handle = handle;
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    try {
      await this.#library.close();
    } finally {
      await this.#handle.close();
    }
  }
}

export interface Hdf5Options {
  /** Whether the library is gone round where that is possible. */
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
  const library = new LazyLibrary(realPath);
  try {
    const { size } = await handle.stat();
    const start = await findSuperblock(path, handle, size);
    const raw = await openRaw(path, handle, start, size);
    const file = { path, raw, library: () => library.open() };
    const root = (direct ? await directRoot(file) : undefined) ?? (await libraryRoot(file));
    if (root.kind !== 'group') throw new RangeError('its root is no group');
    return new Hdf5Store(path, root, library, handle);
  } catch (cause) {
    await library.close();
    await handle.close();
    if (cause instanceof StoreUnreadableError || systemCode(cause) !== undefined) throw cause;
    throw new StoreUnreadableError({ path, reason: describe(reasonOf(cause)), cause });
  }
}

/**
 * What goes round the library; null when the superblock is of a form that only the library reads.
 * @throws StoreUnreadableError, RangeError, FileEndsError
 */
async function openRaw(
  path: string,
  handle: FileHandle,
  start: number,
  size: number,
): Promise<DirectFile | null> {
  try {
    const { file, root, end } = await readSuperblock(handle, start, size);
    if (end > size) throw truncated(path, size, end);
    return {
      file,
      heap: new GlobalHeap(file),
      links: new LinkTables(file),
      names: new ObjectNames(file, root),
      root,
    };
  } catch (cause) {
    if (cause instanceof UnknownFormatError) return null;
    throw cause;
  }
}

/**
 * The root group, without the library; undefined when it is of a form that only the library reads.
 * @throws RangeError, FileEndsError, ElemUnreadableError
 */
async function directRoot(file: Hdf5File): Promise<Node | undefined> {
  const { raw } = file;
  if (raw === null) return undefined;
  try {
    return await openDirectly(file, raw, '', raw.root, []);
  } catch (cause) {
    if (cause instanceof UnknownFormatError) return undefined;
    throw cause;
  }
}

/** What else a file may begin with, and what a user should know then. */
const OTHER_SIGNATURES: readonly (readonly [signature: Buffer, reason: string])[] = [
  [Buffer.from([0x1f, 0x8b]), 'it is compressed with gzip; decompress it first'],
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
  const pattern = /truncated file: eof = (\d+), sblock->base_addr = \d+, stored_eof = (\d+)/u;
  const [, present, expected] = pattern.exec(reason) ?? [];
  if (present === undefined || expected === undefined) return `it is damaged: ${reason}`;
  return isTruncated(Number(present), Number(expected));
}

const isTruncated = (present: number, expected: number): string =>
  `it is truncated: ${present} of ${expected} bytes are there`;

const truncated = (path: string, present: number, expected: number): StoreUnreadableError =>
  new StoreUnreadableError({ path, reason: isTruncated(present, expected) });

function reasonOf(cause: unknown): string {
  if (cause instanceof ConcatError) return cause.reason ?? cause.tag;
  return cause instanceof Hdf5Error ? cause.reason : asError(cause).message;
}
