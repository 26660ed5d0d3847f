import type { Form } from '../../anndata/awkward/form.ts';
import { itemSize, type NumericArray, type NumericDType } from '../../store/dtype.ts';
import { type BufferReading, storedValues } from './buffer-values.ts';
import { formOf } from './form-of.ts';
import { indexPositions, listEnds, unionPlaces } from './index-values.ts';
import type { Buffer, Layout, ListChunk, IndexChunk, UnionChunk } from './layout.ts';

/** An array of the result: what of it is where, and the blocks of its values. */
export interface OutputBuffer {
  /** As in `node0-offsets`. */
  readonly name: string;
  readonly dtype: NumericDType;
  readonly length: number;
  readonly blocks: (reading: BufferReading) => AsyncIterable<NumericArray>;
}

/** An awkward array of the result, as it is written. */
export interface AwkwardOutput {
  readonly form: Form;
  readonly length: number;
  readonly buffers: readonly OutputBuffer[];
}

/** All of a layout. */
export const outputOf = (layout: Layout): AwkwardOutput => ({
  form: formOf(layout),
  length: layout.length,
  buffers: outputBuffers(layout),
});

/** The buffers of a layout, under the names that `formOf` gives its nodes. */
function outputBuffers(layout: Layout): readonly OutputBuffer[] {
  const buffers: OutputBuffer[] = [];
  let nodes = 0;
  const visit = (node: Layout): void => {
    buffers.push(...ownBuffers(node, `node${nodes++}`));
    const contents = 'contents' in node ? node.contents : 'content' in node ? [node.content] : [];
    contents.forEach(visit);
  };
  visit(layout);
  return buffers;
}

/** Bytes of all buffers. */
export const bytesOf = ({ buffers }: AwkwardOutput): number =>
  buffers.reduce((sum, { dtype, length }) => sum + length * itemSize(dtype), 0);

function ownBuffers(node: Layout, key: string): readonly OutputBuffer[] {
  const { length } = node;
  switch (node.kind) {
    case 'empty':
    case 'regular':
    case 'record':
    case 'unmasked':
      return [];
    case 'numpy': {
      const { dtype, chunks } = node;
      return [{ name: `${key}-data`, dtype, length, blocks: stored(chunks, dtype) }];
    }
    case 'list': {
      const name = `${key}-offsets`;
      return [{ name, dtype: 'int64', length: length + 1, blocks: offsets(node.chunks) }];
    }
    case 'indexed':
      return [{ name: `${key}-index`, dtype: 'int64', length, blocks: positions(node.chunks) }];
    case 'byte-masked':
      return [{ name: `${key}-mask`, dtype: 'int8', length, blocks: stored(node.chunks, 'int8') }];
    case 'bit-masked': {
      const count = Math.ceil(length / 8);
      const blocks = stored([{ buffer: node.buffer, count }], 'uint8');
      return [{ name: `${key}-mask`, dtype: 'uint8', length: count, blocks }];
    }
    case 'union':
      return [
        { name: `${key}-tags`, dtype: 'int8', length, blocks: tags(node.chunks) },
        { name: `${key}-index`, dtype: 'int64', length, blocks: unionIndex(node.chunks) },
      ];
  }
}

const int64 = (values: Float64Array): BigInt64Array => BigInt64Array.from(values, BigInt);

const stored = (
  chunks: readonly { readonly buffer: Buffer; readonly count: number }[],
  dtype: NumericDType,
) =>
  async function* blocks(reading: BufferReading): AsyncGenerator<NumericArray, void> {
    for (const { buffer, count } of chunks) yield* storedValues(reading, buffer, 0, count, dtype);
  };

const offsets = (chunks: readonly ListChunk[]) =>
  async function* blocks(reading: BufferReading): AsyncGenerator<NumericArray, void> {
    yield BigInt64Array.of(0n);
    for (const chunk of chunks) {
      for await (const ends of listEnds(reading, chunk)) yield int64(ends);
    }
  };

const positions = (chunks: readonly IndexChunk[]) =>
  async function* blocks(reading: BufferReading): AsyncGenerator<NumericArray, void> {
    for (const chunk of chunks) {
      for await (const found of indexPositions(reading, chunk)) yield int64(found);
    }
  };

const tags = (chunks: readonly UnionChunk[]) =>
  async function* blocks(reading: BufferReading): AsyncGenerator<NumericArray, void> {
    for (const chunk of chunks) {
      for await (const places of unionPlaces(reading, chunk)) yield places.tags;
    }
  };

const unionIndex = (chunks: readonly UnionChunk[]) =>
  async function* blocks(reading: BufferReading): AsyncGenerator<NumericArray, void> {
    for (const chunk of chunks) {
      for await (const { index } of unionPlaces(reading, chunk)) yield int64(index);
    }
  };
