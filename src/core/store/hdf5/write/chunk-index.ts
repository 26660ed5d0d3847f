/**
 * Where the chunks of a dataset are, in their order: 12 bytes a chunk, so that an index of millions
 * stays small.
 */
export class ChunkIndex {
  #addresses = new Float64Array(16);
  #sizes = new Uint32Array(16);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @param size bytes as stored */
  push(address: number, size: number): void {
    if (this.#length === this.#sizes.length) {
      const addresses = new Float64Array(2 * this.#length);
      const sizes = new Uint32Array(2 * this.#length);
      addresses.set(this.#addresses);
      sizes.set(this.#sizes);
      this.#addresses = addresses;
      this.#sizes = sizes;
    }
    this.#addresses[this.#length] = address;
    this.#sizes[this.#length] = size;
    this.#length += 1;
  }

  addressAt(chunk: number): number {
    return this.#addresses[chunk] ?? 0;
  }

  sizeAt(chunk: number): number {
    return this.#sizes[chunk] ?? 0;
  }
}
