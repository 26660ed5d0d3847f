import { type Elem, isSparse } from '../../anndata/elem.ts';
import { ElemUnsupportedError } from '../../errors.ts';
import type { Reading } from '../rows/open-rows.ts';
import { equalElems } from './equal-elem.ts';
import { equalScalarBlocks } from './equal-scalar.ts';
import type { Holder } from './strategy.ts';
import type { UnsDict, UnsNode } from './uns-tree.ts';

/**
 * Whether a later dict equals the first as Python's `==` tells, which is asked where dicts stand
 * beside other values. It needs a yes or no of each comparison, in the order of the later's keys.
 * @throws ElemUnsupportedError where numpy and pandas have none: arrays of more or less than one
 * value, and dataframes; for nullable, categorical and awkward arrays always
 */
export async function equalDicts(
  reading: Reading,
  first: Holder<UnsDict>,
  later: Holder<UnsDict>,
): Promise<boolean> {
  const [a, b] = [first.value.children, later.value.children];
  if (a.size !== b.size) return false;
  for (const [key, value] of b) {
    const other = a.get(key);
    if (other === undefined) return false;
    const left = { input: first.input, value: other };
    if (!(await equalMembers(reading, left, { input: later.input, value }))) return false;
  }
  return true;
}

async function equalMembers(
  reading: Reading,
  { input, value: a }: Holder<UnsNode>,
  { input: other, value: b }: Holder<UnsNode>,
): Promise<boolean> {
  if (a.kind === 'dict' && b.kind === 'dict') {
    return equalDicts(reading, { input, value: a }, { input: other, value: b });
  }
  const [x, y] = [leafOf(a), leafOf(b)];
  if (isSparse(x) && isSparse(y) && x.shape.join() !== y.shape.join()) return false;
  if ((isSparse(x) && isNothing(y)) || (isNothing(x) && isSparse(y))) return false;
  for (const elem of [x, y]) if (isVague(elem)) throw cannotTell(elem);
  if (x.encoding === 'rec-array' || y.encoding === 'rec-array') {
    if (x.encoding !== y.encoding) throw cannotTell(x.encoding === 'rec-array' ? x : y);
    return equalElems(reading, { input, value: x }, { input: other, value: y });
  }
  if (isNothing(x) || isNothing(y)) return x.encoding === 'null' && y.encoding === 'null';
  const { inputs, signal } = reading;
  const left = await inputs.readValues(input, x.path, 0, 1, signal);
  return equalScalarBlocks(left, await inputs.readValues(other, y.path, 0, 1, signal));
}

const leafOf = (node: UnsNode): Elem =>
  node.kind === 'value' ? node.elem : { encoding: 'dict', path: '', keys: [] };
const isNothing = ({ encoding }: Elem): boolean => encoding === 'dict' || encoding === 'null';

/** Whether comparing it with another of its kind answers more or less than one truth. */
function isVague(elem: Elem): boolean {
  switch (elem.encoding) {
    case 'array':
    case 'string-array':
    case 'complex-array':
    case 'rec-array':
      return elem.shape.reduce((product, extent) => product * extent, 1) !== 1;
    case 'numeric-scalar':
    case 'string':
    case 'null':
    case 'dict':
      return false;
    case 'csr_matrix':
    case 'csc_matrix':
    case 'dataframe':
    case 'categorical':
    case 'nullable-integer':
    case 'nullable-boolean':
    case 'nullable-string-array':
    case 'awkward-array':
    case 'unsupported':
      return true;
  }
}

const cannotTell = ({ path: elem, encoding }: Elem): ElemUnsupportedError =>
  new ElemUnsupportedError({ elem, reason: `dict with ${encoding}, which cannot be compared` });
