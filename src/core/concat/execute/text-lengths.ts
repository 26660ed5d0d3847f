import type { ReadableDType, StructDType } from '../../store/dtype.ts';
import type { ValuesBlock } from '../../store/store.ts';
import { valueBlocksOf } from '../blocks.ts';
import type { Job } from './job.ts';

/** Records with the bytes of the longest text in each field, as a look at all of them tells. */
export async function withTextLengths(
  job: Job,
  input: number,
  path: string,
  dtype: StructDType,
  shape: readonly number[],
): Promise<ReadableDType> {
  const { inputs, blockBytes, signal } = job;
  let result: ReadableDType = dtype;
  for await (const block of valueBlocksOf(inputs, input, path, dtype, shape, blockBytes, signal)) {
    result = lengthened(result, block);
  }
  return result;
}

function lengthened(dtype: ReadableDType, block: ValuesBlock): ReadableDType {
  if (dtype.kind === 'string' && block.kind === 'string') {
    const { offsets } = block.values;
    let { maxBytes = 0 } = dtype;
    for (let i = 1; i < offsets.length; i++) {
      maxBytes = Math.max(maxBytes, (offsets[i] ?? 0) - (offsets[i - 1] ?? 0));
    }
    return { ...dtype, maxBytes };
  }
  if (dtype.kind !== 'struct' || block.kind !== 'struct') return dtype;
  return {
    kind: 'struct',
    fields: dtype.fields.map((field, i) => {
      const found = block.fields[i];
      return found === undefined
        ? field
        : { ...field, dtype: lengthened(field.dtype, found.block) };
    }),
  };
}
