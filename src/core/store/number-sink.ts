import { swapBytes } from './byte-order.ts';
import {
  allocate,
  bytesOf,
  itemSize,
  partOf,
  type NumericArray,
  type PlainDType,
} from './dtype.ts';
import type { ComplexBlock, NumericBlock } from './store.ts';

export type NumberDType = Exclude<PlainDType, { kind: 'string' }>;

const partsOf = (dtype: NumberDType) =>
  dtype.kind === 'numeric' ? dtype.name : partOf(dtype.name);

/** Bytes of one number. */
export const numberBytes = (dtype: NumberDType): number =>
  (dtype.kind === 'numeric' ? 1 : 2) * itemSize(partsOf(dtype));

/** Collects numbers, given as bytes, into a block of known length. */
export class NumberSink {
  readonly #dtype: NumberDType;
  readonly #bigEndian: boolean;
  readonly #values: NumericArray;
  readonly #bytes: Uint8Array;
  #used = 0;

  constructor(dtype: NumberDType, count: number, bigEndian: boolean) {
    this.#dtype = dtype;
    this.#bigEndian = bigEndian;
    this.#values = allocate(partsOf(dtype), dtype.kind === 'numeric' ? count : 2 * count);
    this.#bytes = bytesOf(this.#values);
  }

  add(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  build(): NumericBlock | ComplexBlock {
    const values = this.#values;
    if (this.#bigEndian) swapBytes(this.#bytes, values.BYTES_PER_ELEMENT);
    if (this.#dtype.kind === 'numeric') {
      return { kind: 'numeric', dtype: this.#dtype.name, values };
    }
    if (values instanceof Float32Array || values instanceof Float64Array) {
      return { kind: 'complex', dtype: this.#dtype.name, values };
    }
    throw new TypeError('complex numbers have parts that are floats');
  }
}
