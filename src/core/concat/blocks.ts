import { throwIfCancelled } from '../errors.ts';
import { itemSize, partOf, type ReadableDType } from '../store/dtype.ts';
import type { Block, ValuesBlock } from '../store/store.ts';
import type { Inputs } from './inputs.ts';

/** An array of an input, in blocks of whole rows of about `blockBytes`. */
export async function* blocksOf(
  inputs: Inputs,
  input: number,
  path: string,
  rows: number,
  rowBytes: number,
  blockBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Block, void> {
  const step = Math.max(1, Math.floor(blockBytes / Math.max(1, rowBytes)));
  for (let start = 0; start < rows; start += step) {
    throwIfCancelled(signal);
    yield await inputs.read(input, path, start, Math.min(start + step, rows), signal);
  }
}

/** Bytes that a string takes in memory, as a guess. */
const TEXT_BYTES = 64;

/** Bytes of one value in memory, or so. */
export function valueBytes(dtype: ReadableDType): number {
  switch (dtype.kind) {
    case 'numeric':
      return itemSize(dtype.name);
    case 'complex':
      return 2 * itemSize(partOf(dtype.name));
    case 'string':
      return TEXT_BYTES;
    case 'struct':
      return dtype.fields.reduce(
        (sum, { dtype: of, shape }) =>
          sum + shape.reduce((product, n) => product * n, valueBytes(of)),
        0,
      );
  }
}

/** An array of any dtype that can be read, in blocks of whole rows of about `blockBytes`. */
export async function* valueBlocksOf(
  inputs: Inputs,
  input: number,
  path: string,
  dtype: ReadableDType,
  shape: readonly number[],
  blockBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<ValuesBlock, void> {
  const [rows = 0, ...others] = shape;
  const rowBytes = others.reduce((product, n) => product * n, valueBytes(dtype));
  const step = Math.max(1, Math.floor(blockBytes / Math.max(1, rowBytes)));
  for (let start = 0; start < rows; start += step) {
    throwIfCancelled(signal);
    yield await inputs.readValues(input, path, start, Math.min(start + step, rows), signal);
  }
}
