import { allocate, itemSize, viewOf, type NumericArray, type NumericDType } from './dtype.ts';

/** Smaller arrays are not worth keeping: the engine makes them fast. */
const SMALLEST = 256 * 1024;
/** Bytes that lie ready at most. */
const LIMIT = 32 * 1024 * 1024;

/**
 * Memory of blocks, used again and again. A block takes megabytes that the system would have to
 * zero, and that the engine gives back late, each time anew.
 */
class BlockMemory {
  readonly #free: ArrayBuffer[] = [];
  // Only what was lent comes back, and once: views of other memory are let pass.
  readonly #lent = new WeakSet<ArrayBufferLike>();
  #bytes = 0;

  /** An array of any content, for a caller that fills all of it. */
  take(dtype: NumericDType, length: number): NumericArray {
    const bytes = length * itemSize(dtype);
    if (bytes < SMALLEST) return allocate(dtype, length);
    const buffer = this.#fitting(bytes) ?? new ArrayBuffer(roomFor(bytes));
    this.#lent.add(buffer);
    return viewOf(dtype, buffer, 0, length);
  }

  /** The same for positions. */
  takeInt32(length: number): Int32Array {
    return new Int32Array(this.take('int32', length).buffer, 0, length);
  }

  /** Takes back the memory of an array, by one who knows that nobody else has a view of it. */
  give({ buffer }: NumericArray): void {
    if (!(buffer instanceof ArrayBuffer) || !this.#lent.delete(buffer)) return;
    if (this.#bytes + buffer.byteLength > LIMIT) return;
    this.#bytes += buffer.byteLength;
    this.#free.push(buffer);
  }

  /** The smallest that is large enough, and not much too large. */
  #fitting(bytes: number): ArrayBuffer | undefined {
    let best = -1;
    let least = 4 * bytes + 1;
    this.#free.forEach(({ byteLength }, i) => {
      if (byteLength < bytes || byteLength >= least) return;
      best = i;
      least = byteLength;
    });
    const [buffer] = best < 0 ? [] : this.#free.splice(best, 1);
    this.#bytes -= buffer?.byteLength ?? 0;
    return buffer;
  }
}

/** An eighth more at most, so that blocks of about one size fit each other's memory. */
const roomFor = (bytes: number): number => {
  const step = 2 ** Math.max(0, Math.floor(Math.log2(bytes)) - 3);
  return Math.ceil(bytes / step) * step;
};

/** That of this process. */
export const blockMemory = new BlockMemory();
