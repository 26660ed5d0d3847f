import { KERNELS } from './kernels.ts';

/** What of WebAssembly is used here: the compiler knows it only with the types of a browser. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => {
    readonly exports: Readonly<Record<string, unknown>>;
  };
};
interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
type Kernel = (...numbers: number[]) => number;

const PAGE = 64 * 1024;
/** Every array begins at a multiple of it. */
const ALIGNMENT = 16;

/** The kernels of `kernels/`, and the memory that they work in. They are done when they return. */
export interface Kernels {
  readonly sort: Kernel;
  readonly keep: Kernel;
  /** The memory, of at least so many bytes and any content. Earlier views of it may be void. */
  readonly room: (bytes: number) => ArrayBuffer;
}

let started: Kernels | undefined;

/** Those of this process, compiled at the first use. */
export function kernels(): Kernels {
  started ??= start();
  return started;
}

function start(): Kernels {
  const module = new WebAssembly.Module(Buffer.from(KERNELS, 'base64'));
  const { sort, keep, memory } = new WebAssembly.Instance(module).exports;
  if (!isKernel(sort) || !isKernel(keep) || !isMemory(memory)) {
    throw new TypeError('these are other kernels');
  }
  const room = (bytes: number): ArrayBuffer => {
    const missing = bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return memory.buffer;
  };
  return { sort, keep, room };
}

const isKernel = (value: unknown): value is Kernel => typeof value === 'function';
const isMemory = (value: unknown): value is Memory =>
  typeof value === 'object' && value !== null && 'buffer' in value && 'grow' in value;

/** Lays arrays out one behind another; `bytes` is what they take together. */
export class Layout {
  bytes = 0;

  /** Where an array of so many bytes begins. */
  take(bytes: number): number {
    const at = this.bytes;
    this.bytes = Math.ceil((at + bytes) / ALIGNMENT) * ALIGNMENT;
    return at;
  }
}
