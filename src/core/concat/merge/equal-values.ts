import type { ComplexArrayElem, RecArrayElem } from '../../anndata/elem.ts';
import { arrayType } from '../../anndata/elem-type.ts';
import { dtypeName } from '../../store/dtype.ts';
import { fromFloat16 } from '../../store/float16.ts';
import type { ComplexBlock, ValuesBlock } from '../../store/store.ts';
import { valueBlocksOf } from '../blocks.ts';
import type { Reading } from '../rows/open-rows.ts';
import { equalValues } from './equal-column.ts';
import type { Holder } from './strategy.ts';

type ValuesElem = RecArrayElem | ComplexArrayElem;

/**
 * Arrays of records or of complex numbers by shape, dtype and value, a missing number equal to
 * another (`anndata._core.merge.equal_array`, for which records are a dataframe).
 */
export async function equalAnyValues(
  { inputs, blockBytes, signal }: Reading,
  first: Holder<ValuesElem>,
  later: Holder<ValuesElem>,
): Promise<boolean> {
  const { shape } = first.value;
  const dtype = arrayType(first.value);
  if (shape.join() !== later.value.shape.join()) return false;
  if (dtypeName(dtype) !== dtypeName(arrayType(later.value))) return false;
  const blocks = ({ input, value }: Holder<ValuesElem>) =>
    valueBlocksOf(inputs, input, value.path, dtype, shape, blockBytes, signal);
  const right = blocks(later);
  for await (const a of blocks(first)) {
    const { value: b } = await right.next();
    if (b === undefined || !equalBlocks(a, b, false)) return false;
  }
  return true;
}

/** A missing number within a record that is a field of another equals none, since tuples are compared. */
function equalBlocks(a: ValuesBlock, b: ValuesBlock, isNested: boolean): boolean {
  if (isNested && hasMissing(a)) return false;
  switch (a.kind) {
    case 'numeric':
      return (
        b.kind === 'numeric' && equalValues({ ...a, missing: null }, { ...b, missing: null }, false)
      );
    case 'string':
      return (
        b.kind === 'string' &&
        equalValues(
          { kind: 'text', values: a.values, missing: null },
          { kind: 'text', values: b.values, missing: null },
          false,
        )
      );
    case 'complex':
      return b.kind === 'complex' && equalComplex(a, b);
    case 'struct':
      return (
        b.kind === 'struct' &&
        a.fields.every(({ block }, i) => {
          const other = b.fields[i];
          return (
            other !== undefined &&
            equalBlocks(block, other.block, isNested || block.kind === 'struct')
          );
        })
      );
  }
}

function hasMissing(block: ValuesBlock): boolean {
  switch (block.kind) {
    case 'numeric':
      return block.dtype === 'float16'
        ? block.values.some((value) => Number.isNaN(fromFloat16(Number(value))))
        : block.values.some((value) => Number.isNaN(value));
    case 'complex':
      return block.values.some((part) => Number.isNaN(part));
    case 'string':
    case 'struct':
      return false;
  }
}

/** A number of which one part is NaN is missing. */
function equalComplex({ values: a }: ComplexBlock, { values: b }: ComplexBlock): boolean {
  for (let i = 0; i < a.length; i += 2) {
    const isMissing = Number.isNaN(a[i]) || Number.isNaN(a[i + 1]);
    if (isMissing !== (Number.isNaN(b[i]) || Number.isNaN(b[i + 1]))) return false;
    if (!isMissing && (a[i] !== b[i] || a[i + 1] !== b[i + 1])) return false;
  }
  return true;
}
