import type { ComplexDType, DataType, NumericDType, StructDType } from '../store/dtype.ts';
import type { Form } from './awkward/form.ts';

/**
 * What a store says of an elem, without its values and without open handles. `encoding` is the
 * `encoding-type` of AnnData's on-disk specification; shapes have rows first.
 */
export type Elem =
  | MatrixElem
  | DataFrameElem
  | AwkwardElem
  | ColumnElem
  | RecArrayElem
  | ComplexArrayElem
  | ScalarElem
  | DictElem
  | OtherElem;
export type MatrixElem = ArrayElem | SparseElem;
export type ColumnElem = ArrayElem | StringArrayElem | CategoricalElem | NullableElem;

interface Stored {
  /** Path inside the store. */
  readonly path: string;
  readonly filters: readonly string[];
  readonly chunks: readonly number[] | null;
}

export interface ArrayElem extends Stored {
  readonly encoding: 'array';
  readonly dtype: NumericDType;
  readonly shape: readonly number[];
}

/** Records. */
export interface RecArrayElem extends Stored {
  readonly encoding: 'rec-array';
  readonly dtype: StructDType;
  readonly shape: readonly number[];
}

/** An `array` of complex numbers, which take no part in what matrices and columns do. */
export interface ComplexArrayElem extends Stored {
  readonly encoding: 'complex-array';
  readonly dtype: ComplexDType;
  readonly shape: readonly number[];
}

export interface StringArrayElem extends Stored {
  readonly encoding: 'string-array';
  readonly shape: readonly number[];
}

export interface SparseElem extends Stored {
  readonly encoding: 'csr_matrix' | 'csc_matrix';
  readonly dtype: NumericDType;
  readonly shape: readonly [number, number];
  /** Stored entries. */
  readonly nnz: number;
}

export interface CategoricalElem extends Stored {
  readonly encoding: 'categorical';
  readonly shape: readonly [number];
  readonly ordered: boolean;
  readonly codesPath: string;
  readonly codesDtype: NumericDType;
  readonly categoriesPath: string;
  readonly categoriesDtype: DataType;
  readonly categories: number;
}

export interface NullableElem extends Stored {
  readonly encoding: 'nullable-integer' | 'nullable-boolean' | 'nullable-string-array';
  readonly shape: readonly [number];
  /** Of the values. */
  readonly dtype: DataType;
  readonly naValue: NaValue;
}

/** What stands for a missing text in pandas: NaN, if anndata 0.13 says so; otherwise it is NA. */
export type NaValue = 'NA' | 'NaN';

export interface DataFrameElem {
  readonly encoding: 'dataframe';
  readonly path: string;
  readonly rows: number;
  /** Name of the index as pandas shows it; null where it has none (`_index` on disk). */
  readonly indexName: string | null;
  readonly index: StringArrayElem | ArrayElem;
  /** In `column-order`. */
  readonly columns: readonly { readonly name: string; readonly elem: ColumnElem | OtherElem }[];
}

export interface AwkwardElem {
  readonly encoding: 'awkward-array';
  readonly path: string;
  readonly form: Form;
  /** Of its values, in datashape notation. */
  readonly type: string;
  readonly shape: readonly [number];
}

export interface ScalarElem extends Stored {
  readonly encoding: 'numeric-scalar' | 'string' | 'null';
  readonly dtype: DataType;
}

export interface DictElem {
  readonly encoding: 'dict';
  readonly path: string;
  readonly keys: readonly string[];
}

/** An elem that the engine can name but not read yet. */
export interface OtherElem {
  readonly encoding: 'unsupported';
  readonly path: string;
  /** The store's own name for it, as in `rec-array`. */
  readonly name: string;
}

export const isSparse = (elem: Elem): elem is SparseElem =>
  elem.encoding === 'csr_matrix' || elem.encoding === 'csc_matrix';

export const isMatrix = (elem: Elem): elem is MatrixElem =>
  elem.encoding === 'array' || isSparse(elem);

/** The `encoding-type` that an elem has on disk; what a person reads for one that is unknown. */
export function encodingName(elem: Elem): string {
  if (elem.encoding === 'unsupported') return elem.name;
  return elem.encoding === 'complex-array' ? 'array' : elem.encoding;
}
