import { StoreUnreadableError } from '../../../errors.ts';
import type { Store } from '../../store.ts';
import type { Hdf5File } from './file.ts';
import { openGroup, type Hdf5Group } from './group.ts';
import { hdf5Library, Hdf5Error } from './library.ts';

class Hdf5Store implements Store {
  readonly path: string;
  readonly format = 'h5ad';
  readonly root: Hdf5Group;
  readonly #file: Hdf5File;
  #open = true;

  constructor(file: Hdf5File, root: Hdf5Group) {
    this.path = file.path;
    this.root = root;
    this.#file = file;
  }

  close(): Promise<void> {
    if (this.#open) {
      this.#open = false;
      this.#file.library.call((wasm) => wasm.close_file(this.#file.id));
    }
    return Promise.resolve();
  }
}

/**
 * Opens a file that begins as HDF5 does.
 * @param path as given by the user
 * @param realPath absolute: the library knows no working folder
 * @throws StoreUnreadableError
 */
export async function openHdf5(path: string, realPath: string): Promise<Store> {
  const library = await hdf5Library();
  try {
    const id = library.call((wasm) => wasm.open(realPath, wasm.H5F_ACC_RDONLY, false, -1, -1));
    const file: Hdf5File = { library, id, path };
    try {
      return new Hdf5Store(file, openGroup(file, ''));
    } catch (cause) {
      library.call((wasm) => wasm.close_file(id));
      throw cause;
    }
  } catch (cause) {
    if (!(cause instanceof Hdf5Error)) throw cause;
    throw new StoreUnreadableError({ path, reason: describe(cause.reason), cause });
  }
}

/** `truncated file: eof = 96, sblock->base_addr = 0, stored_eof = 2048` in words. */
function describe(reason: string): string {
  const ends = /truncated file: eof = (\d+), sblock->base_addr = \d+, stored_eof = (\d+)/u.exec(
    reason,
  );
  if (ends === null) return reason;
  return `it is truncated: ${ends[1] ?? ''} of ${ends[2] ?? ''} bytes are there`;
}
