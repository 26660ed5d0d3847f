import { fromFloat16 } from '../../store/float16.ts';
import type { NumericBlock, ValuesBlock } from '../../store/store.ts';

/** Whether scalars are equal as Python has it: by value whatever the dtype, and NaN never. */
export function equalScalarBlocks(a: ValuesBlock, b: ValuesBlock): boolean {
  if (a.kind === 'string' && b.kind === 'string') return a.values.at(0) === b.values.at(0);
  const [x, y] = [partsOf(a), partsOf(b)];
  if (x === null || y === null) return false;
  return isEqual(x[0], y[0]) && isEqual(x[1], y[1]);
}

type Real = number | bigint;

/** Real and imaginary part; null for what is no number. */
function partsOf(block: ValuesBlock): readonly [Real, Real] | null {
  switch (block.kind) {
    case 'numeric':
      return [realOf(block), 0];
    case 'complex':
      return [block.values[0] ?? 0, block.values[1] ?? 0];
    case 'string':
    case 'struct':
      return null;
  }
}

function realOf({ dtype, values }: NumericBlock): Real {
  const [raw = 0] = values;
  return dtype === 'float16' ? fromFloat16(Number(raw)) : raw;
}

const isEqual = (x: Real, y: Real): boolean =>
  typeof x === typeof y ? x === y : Number(x) === Number(y);
