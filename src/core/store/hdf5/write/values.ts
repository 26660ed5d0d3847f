import { bytesOf } from '../../dtype.ts';
import { interleave } from '../../records.ts';
import type { StructBlock, ValuesBlock } from '../../store.ts';
import type { GlobalHeap } from './global-heap.ts';

/**
 * Values as they stand in a dataset, after storing their strings in the heap.
 * @throws OutputUnwritableError
 */
export async function storedBytes(block: ValuesBlock, heap: GlobalHeap): Promise<Uint8Array> {
  switch (block.kind) {
    case 'numeric':
    case 'complex':
      return bytesOf(block.values);
    case 'string':
      return heap.store(block.values);
    case 'struct':
      return interleaved(block, heap);
  }
}

/** The fields of each record side by side. */
async function interleaved({ length, fields }: StructBlock, heap: GlobalHeap): Promise<Uint8Array> {
  const columns: Uint8Array[] = [];
  for (const { block } of fields) columns.push(await storedBytes(block, heap));
  return interleave(columns, length);
}
