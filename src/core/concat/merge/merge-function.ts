import type { NumericArray } from '../../store/dtype.ts';

/** A value of a scalar or a column: text, a number, a bool; an int64 is a bigint; null is a gap. */
export type MergeScalar = string | number | bigint | boolean | null;

/** What a candidate holds. */
export type MergeValue =
  | MergeScalar
  | {
      /** Rows first. */
      readonly shape: readonly number[];
      /** In C order. Numbers without gaps are a typed array, all else is a list. */
      readonly values: NumericArray | readonly MergeScalar[];
    };

/** An elem of one input, among which a merge function chooses. */
export interface MergeCandidate {
  /** Position of the input that has it. */
  readonly input: number;
  /** Path in the result, as in `var/gene_length`, `varm/PCs`, `uns/neighbors/params/method`. */
  readonly path: string;
  /** encoding-type, as in AnnData's on-disk specification. */
  readonly encoding: string;
  /** numpy's name; `string` for text; of the categories of a categorical; null for groups. */
  readonly dtype: string | null;
  /** Rows first, `[]` for a scalar; null for groups. */
  readonly shape: readonly number[] | null;
  /**
   * Reads all of it into memory, as it is in the input: before it is aligned to the result's names.
   * @throws ElemUnsupportedError for sparse matrices, dataframes, dicts and awkward arrays
   * @throws ElemUnreadableError, CancelledError
   */
  read(): Promise<MergeValue>;
}

/**
 * Chooses which of the elems under one key the result keeps, or null for none. Called for every key
 * that any input has, with those that have it, in the order of the inputs. Dicts are merged key by
 * key, and are candidates only where an input has something else under their name.
 *
 * It is `anndata.concat`'s `merge: Callable[[Collection[Mapping]], Mapping]`, asked key by key, so
 * that nothing need be in memory: it chooses among values but makes no new ones.
 */
export type MergeFunction = (
  candidates: readonly MergeCandidate[],
) => MergeCandidate | null | undefined | Promise<MergeCandidate | null | undefined>;

/** Functions in place of the strategies of that name. */
export interface MergeFunctions {
  readonly merge?: MergeFunction | undefined;
  readonly unsMerge?: MergeFunction | undefined;
}
