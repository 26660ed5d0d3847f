/**
 * How the budget is shared out. At its peak an append holds a block as read, as aligned, and as it
 * is being compressed, with as much again for chunks in flight on either side.
 */
const SHARES = 16;
const LARGEST_BLOCK = 8 * 1024 * 1024;
const SMALLEST_BLOCK = 64 * 1024;

/** Bytes of one block of rows under a budget of `memory` bytes. */
export const blockBytesOf = (memory: number): number =>
  Math.min(LARGEST_BLOCK, Math.max(SMALLEST_BLOCK, Math.floor(memory / SHARES)));

/** What the memory of WebAssembly has room for in any case. */
const LARGEST_BAND = 2 ** 30;

/** Bytes of the rows that a pass over a csc_matrix makes: the more, the fewer passes. */
export const bandBytesOf = (memory: number): number =>
  Math.min(LARGEST_BAND, Math.floor((memory * 5) / 8));

/** Bytes of the largest chunk that may be decoded, which has to be done whole. */
export const chunkBytesOf = (memory: number): number => Math.floor(memory / 2);
