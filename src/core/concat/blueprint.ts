import type { Plan } from '../../shared/plan.ts';
import type { ArrayElem, ColumnElem, Elem, MatrixElem, StringArrayElem } from '../anndata/elem.ts';
import type { NumericDType } from '../store/dtype.ts';
import type { AltIndex } from './alt-index.ts';
import type { AwkwardOutput } from './awkward/output-buffers.ts';
import type { Job } from './execute/job.ts';
import type { Fill } from './matrix/fill.ts';
import type { ColumnSources, ColumnTarget } from './plan/column-target.ts';

/**
 * What executing a plan takes: a list of parts, in the order in which they are written. All is
 * decided here; a part says what to write, from which elems, and into which form.
 */
export interface Blueprint {
  readonly plan: Plan;
  readonly parts: readonly Part[];
}

export type Part =
  | GroupPart
  | DataFramePart
  | MatrixPart
  | AlignedMatrixPart
  | AwkwardPart
  | CopyPart
  | NoObjectsPart
  | SharedMatrixPart;

/** A group whose members, if any, are parts of their own. */
export interface GroupPart {
  readonly kind: 'group';
  readonly path: string;
  readonly encoding: 'anndata' | 'dict' | 'raw';
}

export interface DataFramePart {
  readonly kind: 'dataframe';
  readonly path: string;
  readonly indexName: string | null;
  readonly index: IndexPart;
  readonly columns: readonly ColumnPart[];
}

export type IndexPart =
  | {
      readonly kind: 'concatenated';
      readonly indexes: readonly (ArrayElem | StringArrayElem)[];
      /** Appended to the names of each input, as in `-a`; null without `index_unique`. */
      readonly suffixes: readonly string[] | null;
    }
  | { readonly kind: 'joined'; readonly names: AltIndex };

/** A column of the alt axis: that of one input, brought to the joined names. */
export interface AlignedColumnPart {
  readonly kind: 'aligned';
  readonly name: string;
  readonly input: number;
  readonly elem: ColumnElem;
  readonly names: AltIndex;
  readonly target: ColumnTarget;
}

export type ColumnPart =
  | AlignedColumnPart
  | ({ readonly kind: 'column'; readonly target: ColumnTarget } & ColumnSources)
  | {
      readonly kind: 'label';
      readonly name: string;
      readonly keys: readonly string[];
      readonly rows: readonly number[];
    };

/** X, a layer, an elem of obsm or obsp. */
export interface MatrixPart {
  readonly kind: 'matrix';
  readonly path: string;
  readonly encoding: 'csr_matrix' | 'array';
  readonly dtype: NumericDType;
  /** Rows first; a dense one may have more than two dimensions. */
  readonly shape: readonly number[];
  /** Null where an input lacks it. */
  readonly sources: readonly (MatrixElem | null)[];
  /** Lengths of each input along the axis that is concatenated. */
  readonly lengths: readonly number[];
  readonly alignment: Alignment;
  readonly fill: Fill;
  /** Bound of rows × columns in memory at a time (`max_loaded_elems`). */
  readonly maxElems: number;
}

/** An awkward array: of all inputs in obsm, of one in varm and uns. */
export interface AwkwardPart {
  readonly kind: 'awkward';
  readonly path: string;
  readonly output: AwkwardOutput;
  /** Whose compression it takes over. */
  readonly sources: readonly { readonly filters: readonly string[] }[];
}

/** An elem of uns, taken from one input as it is. */
export interface CopyPart {
  readonly kind: 'copy';
  readonly path: string;
  readonly input: number;
  readonly elem: Elem;
}

/** A dense matrix of Python objects that has no values, which anndata writes as a string-array. */
export interface NoObjectsPart {
  readonly kind: 'no-objects';
  readonly path: string;
  /** One extent at least is 0. */
  readonly shape: readonly number[];
}

/** An elem of varm or varp (axis obs), taken from one input and brought to the joined names. */
export interface AlignedMatrixPart {
  readonly kind: 'aligned-matrix';
  readonly path: string;
  readonly encoding: 'array' | 'csr_matrix' | 'csc_matrix';
  readonly dtype: NumericDType;
  readonly shape: readonly number[];
  readonly input: number;
  readonly elem: MatrixElem;
  readonly names: AltIndex;
  /** Both axes are the alt axis. */
  readonly isPairwise: boolean;
}

/** A matrix whose values are written already, by parts of a run. */
export interface SharedMatrixPart {
  readonly kind: 'shared-matrix';
  readonly path: string;
  /** Writes what is yet to be written of its `bytes` bytes. */
  readonly complete: (job: Job, bytes: number) => Promise<void>;
}

export type Alignment =
  /** Rows one after another, columns by name. */
  | { readonly kind: 'rows'; readonly names: AltIndex }
  /** Columns side by side, rows by name (X and layers for axis var). */
  | { readonly kind: 'columns'; readonly names: AltIndex }
  /** Rows one after another, axis 1 truncated or padded to that of the result (obsm). */
  | { readonly kind: 'positions' }
  /** Block diagonal (obsp). */
  | { readonly kind: 'diagonal' };
