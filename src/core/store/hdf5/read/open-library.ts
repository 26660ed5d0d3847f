import { hdf5Library, type Hdf5Library } from './library.ts';

/** h5wasm's way to leave a choice of format versions to HDF5. */
const DEFAULT_VERSION = -1;

/** A file that is open in the library. */
export interface OpenLibrary {
  readonly library: Hdf5Library;
  /** The library's identifier. */
  readonly id: bigint;
}

/** Opens a file in the library when it is needed, which for most files is never. */
export class LazyLibrary {
  readonly #realPath: string;
  #opened: Promise<OpenLibrary> | undefined;

  /** @param realPath absolute: the library knows no working folder */
  constructor(realPath: string) {
    this.#realPath = realPath;
  }

  /** @throws Hdf5Error */
  open(): Promise<OpenLibrary> {
    return (this.#opened ??= this.#open());
  }

  /** @throws Hdf5Error */
  async close(): Promise<void> {
    if (this.#opened === undefined) return;
    const [opened] = await Promise.allSettled([this.#opened]);
    if (opened.status === 'rejected') return;
    const { library, id } = opened.value;
    library.call((wasm) => wasm.close_file(id));
  }

  async #open(): Promise<OpenLibrary> {
    const library = await hdf5Library();
    const id = library.call((wasm) =>
      wasm.open(this.#realPath, wasm.H5F_ACC_RDONLY, false, DEFAULT_VERSION, DEFAULT_VERSION),
    );
    return { library, id };
  }
}
