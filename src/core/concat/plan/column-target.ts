import type { CategoricalElem, ColumnElem, NaValue, NullableElem } from '../../anndata/elem.ts';
import { dtypeName, type NumericDType } from '../../store/dtype.ts';
import type { CategoryTable } from '../categories.ts';

/** What a column of the result is stored as. */
export type ColumnTarget =
  | { readonly kind: 'numeric'; readonly dtype: NumericDType }
  | { readonly kind: 'string' }
  | { readonly kind: 'categorical'; readonly ordered: boolean; readonly table: CategoryTable }
  | {
      readonly kind: 'nullable';
      readonly encoding: 'nullable-integer' | 'nullable-boolean';
      readonly dtype: NumericDType;
    }
  | { readonly kind: 'nullable-string'; readonly naValue: NaValue };

/** A column of the concatenation axis over all inputs; null where an input lacks it. */
export interface ColumnSources {
  readonly name: string;
  readonly elems: readonly (ColumnElem | null)[];
  /** Rows of each input. */
  readonly rows: readonly number[];
  /** Inputs whose dataframe has neither rows nor columns, which pandas leaves out. */
  readonly blank: readonly boolean[];
}

export const isCategorical = (elem: ColumnElem): elem is CategoricalElem =>
  elem.encoding === 'categorical';

export const isNullable = (elem: ColumnElem): elem is NullableElem =>
  elem.encoding === 'nullable-integer' || elem.encoding === 'nullable-boolean';

export const isNullableString = (elem: ColumnElem): elem is NullableElem =>
  elem.encoding === 'nullable-string-array';

/** How a person would name the kind of a column's values. */
export function kindName(elem: ColumnElem): string {
  switch (elem.encoding) {
    case 'array':
      return elem.dtype;
    case 'string-array':
      return 'string';
    case 'categorical': {
      const of = elem.categoriesDtype;
      return `categorical of ${dtypeName(of)}`;
    }
    case 'nullable-integer':
    case 'nullable-boolean':
      return elem.encoding;
    case 'nullable-string-array':
      return 'nullable string';
  }
}
