import { itemSize, type NumericDType } from '../../store/dtype.ts';

type Kind = 'bool' | 'signed' | 'unsigned' | 'float';

function kindOf(dtype: NumericDType): Kind {
  if (dtype === 'bool') return 'bool';
  if (dtype.startsWith('float')) return 'float';
  return dtype.startsWith('uint') ? 'unsigned' : 'signed';
}
export const isFloat = (dtype: NumericDType): boolean => kindOf(dtype) === 'float';
export const isInteger = (dtype: NumericDType): boolean =>
  kindOf(dtype) === 'signed' || kindOf(dtype) === 'unsigned';

const SIGNED: readonly NumericDType[] = ['int8', 'int16', 'int32', 'int64'];
const FLOATS: readonly NumericDType[] = ['float16', 'float32', 'float64'];

/** `np.promote_types`. */
export function promoteTypes(a: NumericDType, b: NumericDType): NumericDType {
  if (a === b || b === 'bool') return a;
  if (a === 'bool') return b;
  if (kindOf(a) === kindOf(b)) return itemSize(a) >= itemSize(b) ? a : b;
  if (isFloat(a) || isFloat(b)) return isFloat(a) ? floatFor(a, b) : floatFor(b, a);
  const [signed, unsigned] = kindOf(a) === 'signed' ? [a, b] : [b, a];
  if (itemSize(signed) > itemSize(unsigned)) return signed;
  return SIGNED.find((dtype) => itemSize(dtype) > itemSize(unsigned)) ?? 'float64';
}

/** The smallest float that holds `float` and, as numpy sees it, the integers of `integer`. */
function floatFor(float: NumericDType, integer: NumericDType): NumericDType {
  const bytes = Math.max(itemSize(float), Math.min(2 * itemSize(integer), 8));
  return FLOATS.find((dtype) => itemSize(dtype) >= bytes) ?? 'float64';
}

/**
 * `np.result_type` of arrays. Not a fold of `promoteTypes`: where there are floats, numpy promotes
 * each dtype against the widest of them, so int8 + uint16 + float32 is float32, not float64.
 * @throws RangeError when there are no dtypes
 */
export function resultType(dtypes: readonly NumericDType[]): NumericDType {
  const floats = dtypes.filter(isFloat);
  const widest = floats.length > 0 ? floats.reduce(promoteTypes) : undefined;
  const terms = widest === undefined ? dtypes : dtypes.map((dtype) => promoteTypes(widest, dtype));
  const [first, ...others] = terms;
  if (first === undefined) throw new RangeError('no dtypes to promote');
  return others.reduce(promoteTypes, first);
}
