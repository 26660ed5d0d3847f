import { throwIfCancelled } from '../errors.ts';
import type { Block } from '../store/store.ts';
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
