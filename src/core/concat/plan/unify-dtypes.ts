import { equalIds } from '../index-join.ts';
import { equalDTypes, masked, OBJECT, type PandasDType } from '../pandas/dtype.ts';
import type { CategoricalDType } from '../pandas/dtype.ts';
import type { ColumnCategories } from './column-categories.ts';

export interface UnifiedDTypes {
  /** Null where an input lacks the column. */
  readonly dtypes: readonly (PandasDType | null)[];
  /** True where categories are given up since their orders conflict. */
  readonly isConflict: boolean;
}

/**
 * The dtypes of a column before pandas sees them (`anndata._core.merge.try_unifying_dtype`). Null
 * where the categories are of kinds that no list can store together.
 */
export async function unifyDTypes(
  dtypes: readonly (PandasDType | null)[],
  categories: ColumnCategories,
): Promise<UnifiedDTypes | null> {
  const present = dtypes.filter((dtype) => dtype !== null);
  const cast = (to: PandasDType): readonly (PandasDType | null)[] =>
    // Casting to an equal dtype changes nothing, not even the order of categories.
    dtypes.map((dtype) => (dtype === null || equalDTypes(dtype, to) ? dtype : to));
  if (present.some(isCategorical)) {
    if (!present.every(isCategorical)) return { dtypes, isConflict: false };
    if (!present.some(({ ordered }) => ordered)) {
      const united = await categories.united();
      return united === null ? null : { dtypes: cast(united), isConflict: false };
    }
    const common = commonOrder(present, categories.size);
    return { dtypes: cast(common ?? OBJECT), isConflict: common === null };
  }
  const isWidened = present.every(isBool) && dtypes.includes(null);
  return { dtypes: isWidened ? cast(masked('bool')) : dtypes, isConflict: false };
}

const isCategorical = (dtype: PandasDType): dtype is CategoricalDType =>
  dtype.kind === 'categorical';

const isBool = (dtype: PandasDType): boolean =>
  (dtype.kind === 'numpy' || dtype.kind === 'masked') && dtype.name === 'bool';

/** The ordered categories that all inputs agree on; those without any do not count. */
function commonOrder(dtypes: readonly CategoricalDType[], size: number): CategoricalDType | null {
  const [first, ...others] = dtypes.filter(({ ids }) => ids.length > 0);
  if (first === undefined || !first.ordered || first.ids.length !== size) return null;
  const isCommon = others.every(({ ordered, ids }) => ordered && equalIds(ids, first.ids));
  return isCommon ? first : null;
}
