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
  readonly scatter: Kernel;
  readonly gather: Kernel;
  readonly memory: Memory;
}

/** Memory does not shrink: what is kept is one that a matrix was turned in, and one of rows. */
const KEPT = 2;
/** Those nobody uses, the smallest memory first. */
const idle: Kernels[] = [];
let compiled: object | undefined;

/** Kernels with a memory of at least so many bytes and any content, to be given back. */
export function takeKernels(bytes: number): Kernels {
  const fitting = idle.findIndex(({ memory }) => memory.buffer.byteLength >= bytes);
  const [kernels = start()] = idle.splice(fitting, 1);
  const { memory } = kernels;
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return kernels;
}

/** Takes back kernels whose memory nobody has a view of any more. */
export function giveKernels(kernels: Kernels): void {
  idle.push(kernels);
  idle.sort((a, b) => a.memory.buffer.byteLength - b.memory.buffer.byteLength);
  if (idle.length > KEPT) idle.shift();
}

function start(): Kernels {
  compiled ??= new WebAssembly.Module(Buffer.from(KERNELS, 'base64'));
  const { sort, keep, scatter, gather, memory } = new WebAssembly.Instance(compiled).exports;
  const isWhole = isKernel(sort) && isKernel(keep) && isKernel(scatter) && isKernel(gather);
  if (!isWhole || !isMemory(memory)) throw new TypeError('these are other kernels');
  return { sort, keep, scatter, gather, memory };
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
