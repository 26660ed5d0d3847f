import path from 'node:path';
import { usePlugins } from './plugins.ts';
import type { Metadata, ready } from 'h5wasm/node';

type H5Module = Awaited<typeof ready>;
/** h5wasm, with the nulls that its own types do not tell of. */
export type Wasm = Omit<H5Module, 'get_symbolic_link' | 'get_referenced_name'> & {
  get_symbolic_link(...args: Parameters<H5Module['get_symbolic_link']>): string | null;
  get_referenced_name(...args: Parameters<H5Module['get_referenced_name']>): string | null;
};
/** A datatype and dataspace, as h5wasm describes them. */
export type Hdf5Metadata = Metadata & {
  /** What makes the values other than their class and size say; h5wasm does not look for it. */
  readonly unusual?: string;
};

/** h5wasm's way to leave a choice of format versions to HDF5. */
const DEFAULT_VERSION = -1;
const STDOUT = 1;
const STDERR = 2;

/** What HDF5 says of a call that failed; `reason` is the innermost cause, as a clause. */
export class Hdf5Error extends Error {
  readonly reason: string;

  constructor(report: string, options?: ErrorOptions) {
    super(report, options);
    this.name = 'Hdf5Error';
    this.reason = innermost(report);
  }
}

/** A file says that something is in another file, which the library must not open. */
export class OtherFileError extends Hdf5Error {
  override readonly reason = 'its values are in another file, which is not read';
}

/**
 * The HDF5 C library as WebAssembly, one instance per process, started at the first use.
 *
 * h5wasm ignores most status codes, and its own throwing error handler leaks handles, stack and a
 * temporary file at each throw. So the library's default handler stays, which reports every failed
 * call on stderr and lets the caller clean up: we listen to stderr and throw after the call.
 */
export class Hdf5Library {
  readonly #wasm: Wasm;
  #report = '';
  /** The one file that may be opened now, but for plugins. */
  #opening: string | undefined;
  /** How often it was another that was to be opened. */
  #refusals = 0;

  private constructor(wasm: Wasm) {
    this.#wasm = wasm;
    const decoder = new TextDecoder();
    const write = wasm.FS.write.bind(wasm.FS);
    wasm.FS.write = (stream, buffer, offset, length, position) => {
      const fd = 'fd' in stream ? stream.fd : undefined;
      // Plugins print what they fail at, and fail.
      if (fd === STDOUT) return length;
      if (fd !== STDERR) return write(stream, buffer, offset, length, position);
      const from = buffer.byteOffset + offset;
      this.#report += decoder.decode(new Uint8Array(buffer.buffer, from, length));
      return length;
    };
    const plugins = usePlugins(wasm);
    const open = wasm.FS.open.bind(wasm.FS);
    wasm.FS.open = (file, ...rest) => {
      const isPlugin =
        plugins !== undefined && (file === plugins || file.startsWith(plugins + path.sep));
      if (isPlugin || file === this.#opening) return open(file, ...rest);
      this.#refusals += 1;
      // Of no file: a failure that the library knows.
      return open('', ...rest);
    };
  }

  static async start(): Promise<Hdf5Library> {
    const restore = [hideBrowser(), keepOffConsole()];
    try {
      const h5wasm = await import('h5wasm/node');
      return new Hdf5Library(await h5wasm.ready);
    } finally {
      for (const undo of restore) undo();
    }
  }

  /**
   * Runs one call of the library. Views of its memory are only good until the next call.
   * @throws OtherFileError when it would have had to open a file
   * @throws Hdf5Error when the library reported any error
   */
  call<T>(action: (wasm: Wasm) => T): T {
    this.#report = '';
    const before = this.#refusals;
    let result: T;
    try {
      result = action(this.#wasm);
    } catch (cause) {
      throw new Hdf5Error(this.#report || messageOf(cause), { cause });
    }
    if (this.#refusals > before) throw new OtherFileError(this.#report);
    if (this.#report !== '') throw new Hdf5Error(this.#report);
    return result;
  }

  /**
   * Opens a file for reading: no call opens any other, whatever a file says of external ones.
   * @param file absolute: the library knows no working folder
   * @throws Hdf5Error
   */
  openFile(file: string): bigint {
    this.#opening = file;
    try {
      return this.call((wasm) =>
        wasm.open(file, wasm.H5F_ACC_RDONLY, false, DEFAULT_VERSION, DEFAULT_VERSION),
      );
    } finally {
      this.#opening = undefined;
    }
  }

  /** Lends `bytes` of the library's memory to `action`, at an address. */
  withMemory<T>(bytes: number, action: (address: number) => T): T {
    const address = this.call((wasm) => wasm._malloc(Math.max(bytes, 1)));
    if (address === 0) throw new Hdf5Error(`no memory for ${bytes} bytes`);
    try {
      return action(address);
    } finally {
      this.#wasm._free(address);
    }
  }

  /** The library's memory as it is now; it moves when the library allocates. */
  get memory(): Uint8Array {
    return this.#wasm.HEAPU8;
  }
}

let library: Promise<Hdf5Library> | undefined;

/** The one instance of this process. */
export const hdf5Library = (): Promise<Hdf5Library> => (library ??= Hdf5Library.start());

/** h5wasm refuses to start where it believes to be in a browser, as in a process of Electron. */
function hideBrowser(): () => void {
  const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  if (navigator?.configurable !== true) return () => undefined;
  Object.defineProperty(globalThis, 'navigator', { value: undefined, configurable: true });
  return () => {
    Object.defineProperty(globalThis, 'navigator', navigator);
  };
}

/** What h5wasm tells the console when it aborts is in its error, too. It takes hold of it on starting. */
function keepOffConsole(): () => void {
  const { error } = console;
  let isStarting = true;
  console.error = (...args: unknown[]) => {
    if (isStarting) error(...args);
  };
  return () => {
    isStarting = false;
    console.error = error;
  };
}

const messageOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);

/** The description of the last entry of the first error stack: `#003: file line 1 in f(): this`. */
function innermost(report: string): string {
  const [, first = report] = report.split('HDF5-DIAG:');
  const entries = [...first.matchAll(/^\s*#\d+: .*?\(\): (.*)$/gmu)];
  const last = entries.at(-1)?.[1];
  return (last ?? report.split('\n')[0] ?? report).trim();
}
