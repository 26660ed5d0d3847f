import { isFloat } from '../matrix/promote.ts';
import { findCommonType, holdingNa, mixesBools, numpyCommonType } from './common-type.ts';
import { allEqual, canHoldNa, equalDTypes, isExtension, numpy, OBJECT } from './dtype.ts';
import type { PandasDType } from './dtype.ts';

/** What one input brings to a column of the result (`pandas.core.internals.concat.JoinUnit`). */
export interface JoinUnit {
  /** Null where the input lacks the column. */
  readonly dtype: PandasDType | null;
  readonly rows: number;
  /** True when no value is there, in this column and those that pandas keeps in one block with it. */
  readonly isAllMissing: () => Promise<boolean>;
  /** True when a value of this column is missing. */
  readonly hasMissing: () => Promise<boolean>;
}

export interface Concatenated {
  readonly dtype: PandasDType;
  /** Units of which nothing is used: they lack the column, or pandas took them as if they did. */
  readonly isVoid: readonly boolean[];
}

/**
 * The dtype that `pandas.concat` gives a column (`concatenate_managers`). Whether anything is
 * missing is only asked where the dtype depends on it.
 */
export async function concatUnits(units: readonly JoinUnit[]): Promise<Concatenated> {
  const flags = units.map(() => false);
  if (await isUniform(units)) {
    const dtypes = units.flatMap(({ dtype }) => (dtype === null ? [] : [dtype]));
    const isNumpy = !dtypes.some(isExtension);
    const dtype = isNumpy ? numpyCommonType(dtypes) : await concatCompat(dtypes, units);
    return { dtype, isVoid: flags };
  }
  const { dtype: empty, voids } = await emptyDType(units);
  const hasNone = units.some(({ dtype }) => dtype === null);
  const isUpcast = hasUpcastedNa(empty, hasNone);
  const isVoid = units.map(({ dtype }, i) => dtype === null || (isUpcast && voids[i] === true));
  const dtypes = units.map(({ dtype }, i) =>
    dtype === null || isVoid[i] === true ? empty : dtype,
  );
  return { dtype: await concatCompat(dtypes, units), isVoid };
}

/** `_is_uniform_join_units`. The first decides, so that the order of inputs matters. */
async function isUniform(units: readonly JoinUnit[]): Promise<boolean> {
  const first = units[0]?.dtype ?? null;
  if (first === null) return false;
  const isOfOneKind = units.every(
    ({ dtype }) =>
      dtype !== null &&
      isExtension(dtype) === isExtension(first) &&
      (equalDTypes(dtype, first) || isWhole(dtype)),
  );
  if (!isOfOneKind) return false;
  return isExtension(first) || !(await somewhere(units, isNa));
}

/** numpy's kinds b, i and u. */
const isWhole = (dtype: PandasDType): boolean =>
  (dtype.kind === 'numpy' || dtype.kind === 'masked') && !isFloat(dtype.name);

/** `JoinUnit.is_na`. */
async function isNa({ dtype, rows, isAllMissing }: JoinUnit): Promise<boolean> {
  if (dtype === null) return true;
  return canHoldNa(dtype) && (rows === 0 || (await isAllMissing()));
}

async function somewhere(
  units: readonly JoinUnit[],
  holds: (unit: JoinUnit) => Promise<boolean>,
): Promise<boolean> {
  for (const unit of units) if (await holds(unit)) return true;
  return false;
}

/** `_get_empty_dtype`, and which units are without values. */
async function emptyDType(
  units: readonly JoinUnit[],
): Promise<{ readonly dtype: PandasDType; readonly voids: readonly boolean[] }> {
  const voids: boolean[] = [];
  for (const unit of units) voids.push(await isNa(unit));
  const present = units.flatMap(({ dtype }) => (dtype === null ? [] : [dtype]));
  const isComplete = present.length === units.length;
  if (isComplete && allEqual(present)) return { dtype: findCommonType(present), voids };
  const valued = units.flatMap(({ dtype }, i) =>
    dtype === null || voids[i] === true ? [] : [dtype],
  );
  const dtype = findCommonType(valued.length > 0 ? valued : present);
  return { dtype: isComplete ? dtype : holdingNa(dtype), voids };
}

/** Whether `_dtype_to_na_value` has a value, and units without values are made anew from it. */
function hasUpcastedNa(dtype: PandasDType, hasNone: boolean): boolean {
  if (dtype.kind !== 'numpy' || isFloat(dtype.name)) return true;
  return dtype.name !== 'bool' && hasNone;
}

/** `pandas.core.dtypes.concat.concat_compat`. */
async function concatCompat(
  dtypes: readonly PandasDType[],
  units: readonly JoinUnit[],
): Promise<PandasDType> {
  if (allEqual(dtypes)) return findCommonType(dtypes);
  if (dtypes.some(isExtension)) return withCategoricalNa(findCommonType(dtypes), dtypes, units);
  return mixesBools(dtypes) ? OBJECT : numpyCommonType(dtypes);
}

/** `common_dtype_categorical_compat`, and what casting a categorical with gaps to bool gives. */
async function withCategoricalNa(
  dtype: PandasDType,
  dtypes: readonly PandasDType[],
  units: readonly JoinUnit[],
): Promise<PandasDType> {
  if (!isWhole(dtype) || dtype.kind !== 'numpy') return dtype;
  const categoricals = units.filter((_, i) => dtypes[i]?.kind === 'categorical');
  if (!(await somewhere(categoricals, (unit) => unit.hasMissing()))) return dtype;
  return dtype.name === 'bool' ? OBJECT : numpy('float64');
}
