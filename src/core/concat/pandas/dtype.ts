import type { NumericDType } from '../../store/dtype.ts';
import { equalIds } from '../index-join.ts';

/** The dtype of a column as pandas holds it in memory. */
export type PandasDType =
  | { readonly kind: 'numpy'; readonly name: NumericDType }
  | { readonly kind: 'object' }
  /** Nullable integers, bools and floats (`BaseMaskedDtype`). */
  | { readonly kind: 'masked'; readonly name: NumericDType }
  | { readonly kind: 'string' }
  | CategoricalDType;

export interface CategoricalDType {
  readonly kind: 'categorical';
  /** dtype of the categories. */
  readonly of: NumericDType | 'object';
  readonly ordered: boolean;
  /** The categories in their order, as ids: equal ids, equal values. Text and numbers have ids of their own. */
  readonly ids: Int32Array;
}

export const OBJECT: PandasDType = { kind: 'object' };
export const numpy = (name: NumericDType): PandasDType => ({ kind: 'numpy', name });
export const masked = (name: NumericDType): PandasDType => ({ kind: 'masked', name });

export const isExtension = (dtype: PandasDType): boolean =>
  dtype.kind !== 'numpy' && dtype.kind !== 'object';

/** `Block._can_hold_na`. */
export const canHoldNa = (dtype: PandasDType): boolean =>
  dtype.kind !== 'numpy' || dtype.name.startsWith('float');

/** `==` of two dtypes. Unordered categoricals of one set of categories are equal in any order. */
export function equalDTypes(a: PandasDType, b: PandasDType): boolean {
  switch (a.kind) {
    case 'numpy':
    case 'masked':
      return b.kind === a.kind && a.name === b.name;
    case 'object':
    case 'string':
      return b.kind === a.kind;
    case 'categorical':
      return b.kind === 'categorical' && equalCategoricals(a, b);
  }
}

function equalCategoricals(a: CategoricalDType, b: CategoricalDType): boolean {
  if (a.ordered !== b.ordered || a.of !== b.of || a.ids.length !== b.ids.length) return false;
  if (equalIds(a.ids, b.ids)) return true;
  if (a.ordered) return false;
  const ids = new Set(a.ids);
  return b.ids.every((id) => ids.has(id));
}

export const allEqual = (dtypes: readonly PandasDType[]): boolean => {
  const [first] = dtypes;
  return first === undefined || dtypes.every((dtype) => equalDTypes(first, dtype));
};
