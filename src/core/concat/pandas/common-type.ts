import { isFloat, resultType } from '../matrix/promote.ts';
import type { NumericDType } from '../../store/dtype.ts';
import { allEqual, isExtension, masked, numpy, OBJECT, type PandasDType } from './dtype.ts';

/** `np.result_type`, as `pandas.core.dtypes.cast.np_find_common_type` asks for it. */
export function numpyCommonType(dtypes: readonly PandasDType[]): PandasDType {
  const names = namesOf(dtypes);
  return names === null ? OBJECT : numpy(resultType(names));
}

/** Null where one is no number or bool of numpy. */
function namesOf(dtypes: readonly PandasDType[]): readonly NumericDType[] | null {
  const names = dtypes.flatMap((dtype) => (dtype.kind === 'numpy' ? [dtype.name] : []));
  return names.length === dtypes.length ? names : null;
}

/** True where bools meet numbers, which pandas keeps apart. */
export function mixesBools(dtypes: readonly PandasDType[]): boolean {
  const names = dtypes.flatMap((dtype) => (dtype.kind === 'numpy' ? [dtype.name] : []));
  return names.includes('bool') && names.some((name) => name !== 'bool');
}

/**
 * `pandas.core.dtypes.cast.find_common_type`.
 * @throws RangeError when there are no dtypes
 */
export function findCommonType(dtypes: readonly PandasDType[]): PandasDType {
  const [first] = dtypes;
  if (first === undefined) throw new RangeError('no dtypes to unify');
  if (allEqual(dtypes)) return first;
  if (!dtypes.some(isExtension)) return mixesBools(dtypes) ? OBJECT : numpyCommonType(dtypes);
  for (const dtype of dtypes) {
    const common = isExtension(dtype) ? commonTypeFor(dtype, dtypes) : null;
    if (common !== null) return common;
  }
  return OBJECT;
}

/** `ExtensionDtype._get_common_dtype`; null where the dtype does not know. */
function commonTypeFor(dtype: PandasDType, dtypes: readonly PandasDType[]): PandasDType | null {
  switch (dtype.kind) {
    case 'categorical':
      return findCommonType(dtypes.map(valueDType));
    case 'masked': {
      const common = findCommonType(
        dtypes.map((other) => (other.kind === 'masked' ? numpy(other.name) : other)),
      );
      // There is no nullable float16.
      return common.kind === 'numpy' && common.name !== 'float16' ? masked(common.name) : null;
    }
    case 'numpy':
    case 'object':
    case 'string':
      return null;
  }
}

function valueDType(dtype: PandasDType): PandasDType {
  if (dtype.kind !== 'categorical') return dtype;
  return dtype.of === 'object' ? OBJECT : numpy(dtype.of);
}

/** `ensure_dtype_can_hold_na`. */
export function holdingNa(dtype: PandasDType): PandasDType {
  if (dtype.kind !== 'numpy' || isFloat(dtype.name)) return dtype;
  return dtype.name === 'bool' ? OBJECT : numpy('float64');
}
