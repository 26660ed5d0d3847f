import { hdf5Library, type Hdf5Library } from './library.ts';

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
    return { library, id: library.openFile(this.#realPath) };
  }
}
