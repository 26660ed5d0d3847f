import { isSparse, type MatrixElem } from '../../anndata/elem.ts';
import type { NumericDType } from '../../store/dtype.ts';
import {
  type Fill,
  fillDtype,
  filledDenseDtype,
  filledSparseDtype,
  isZero,
  NAN,
  ZERO,
} from '../matrix/fill.ts';
import { resultType } from '../matrix/promote.ts';

/** One input's share of a matrix, as far as its dtype depends on it. */
export interface MatrixSource {
  /** Null where the input lacks it. */
  readonly elem: MatrixElem | null;
  /** Length of its alt axis. */
  readonly width: number;
  /** Whether its alt axis is the result's, name by name. */
  readonly noChange: boolean;
  /** Whether the result has positions on the alt axis that it lacks. */
  readonly hasAbsent: boolean;
}

/** True when any is sparse, which makes the result sparse. */
export const isAnySparse = (elems: readonly (MatrixElem | null)[]): boolean =>
  elems.some((elem) => elem !== null && isSparse(elem));

/** `anndata._core.merge.default_fill_value`: zero if any is sparse, else NaN. */
export const defaultFill = (sources: readonly MatrixSource[]): Fill =>
  isAnySparse(sources.map(({ elem }) => elem)) ? ZERO : NAN;

/**
 * dtype of the concatenation (`anndata._core.merge.concat_arrays`), or null where the fill value
 * would make Python objects of the values.
 */
export function unifyMatrix(
  sources: readonly MatrixSource[],
  fill: Fill,
  altLength: number,
): NumericDType | null {
  const toSparse = isAnySparse(sources.map(({ elem }) => elem));
  const dtypes: NumericDType[] = [];
  for (const source of sources) {
    const dtype = blockDtype(source, fill, altLength, toSparse);
    if (dtype === null) return null;
    dtypes.push(dtype);
  }
  return resultType(dtypes);
}

function blockDtype(
  { elem, width, noChange, hasAbsent }: MatrixSource,
  fill: Fill,
  altLength: number,
  toSparse: boolean,
): NumericDType | null {
  // A missing elem is a block without columns of bools, which matters only if nothing is to fill.
  const dtype = elem?.dtype ?? 'bool';
  if (noChange && (elem !== null || altLength === 0)) return dtype;
  if (width === 0 || elem === null) {
    return toSparse && isZero(fill) ? 'float64' : fillDtype(fill);
  }
  if (!hasAbsent) return dtype;
  if (!toSparse) return filledDenseDtype(dtype, fill);
  return isZero(fill) ? dtype : filledSparseDtype(dtype, fill);
}
