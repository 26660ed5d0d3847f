import { ElemUnreadableError } from '../../errors.ts';
import { itemSize, type NumericArray, type NumericDType } from '../../store/dtype.ts';
import type { Inputs } from '../inputs.ts';
import { convert } from '../matrix/convert.ts';
import type { Buffer } from './layout.ts';

/** What reading buffers takes. */
export interface BufferReading {
  readonly inputs: Pick<Inputs, 'read' | 'paths'>;
  readonly blockBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** Values `[start, stop)` of a stored buffer, in blocks; as many a block for every buffer. */
export async function* storedValues(
  { inputs, blockBytes, signal }: BufferReading,
  { input, path, dtype }: Buffer,
  start: number,
  stop: number,
  as: NumericDType,
): AsyncGenerator<NumericArray, void> {
  const step = Math.max(1, Math.floor(blockBytes / itemSize('int64')));
  for (let at = start; at < stop; at += step) {
    const block = await inputs.read(input, path, at, Math.min(at + step, stop), signal);
    if (block.kind !== 'numeric') {
      throw new ElemUnreadableError({
        path: inputs.paths[input],
        elem: path,
        reason: 'it has no numbers',
      });
    }
    yield convert(block.values, dtype, as);
  }
}

/** Positions as numbers, which are exact as far as any length goes. */
export async function* storedPositions(
  reading: BufferReading,
  buffer: Buffer,
  start: number,
  stop: number,
): AsyncGenerator<Float64Array, void> {
  for await (const values of storedValues(reading, buffer, start, stop, 'float64')) {
    yield Float64Array.from(values, Number);
  }
}

/** For a buffer with positions that the content does not have. */
export const damaged = (
  { inputs }: Pick<BufferReading, 'inputs'>,
  { input, path: elem }: Buffer,
): ElemUnreadableError =>
  new ElemUnreadableError({
    path: inputs.paths[input],
    elem,
    reason: 'it points to values that are not there',
  });

/** Runs `[at, at + length)` of at most a block that make up `count` values. */
export function* runs(
  { blockBytes }: BufferReading,
  count: number,
): Generator<{ readonly at: number; readonly length: number }, void> {
  const step = Math.max(1, Math.floor(blockBytes / itemSize('int64')));
  for (let at = 0; at < count; at += step) yield { at, length: Math.min(step, count - at) };
}
