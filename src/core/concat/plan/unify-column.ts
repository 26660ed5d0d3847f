import type { ColumnElem } from '../../anndata/elem.ts';
import { concatUnits, type JoinUnit } from '../pandas/concat-units.ts';
import { masked, numpy, OBJECT, type PandasDType } from '../pandas/dtype.ts';
import type { ColumnCategories } from './column-categories.ts';
import type { ColumnScan } from './column-scan.ts';
import type { ColumnSources, ColumnTarget } from './column-target.ts';
import { storableForm } from './storable-form.ts';
import { unifyDTypes } from './unify-dtypes.ts';

/** The form of a column, or why it has none that AnnData can store. */
export type Unified =
  | {
      readonly ok: true;
      readonly target: ColumnTarget;
      /** The inputs' columns as they are read; null where nothing of one is used. */
      readonly elems: ColumnSources['elems'];
      /** Set where anndata cannot write the exact result and a near form is chosen (`C043`). */
      readonly chosen?: string;
      /** Set where ordered categories conflict and become text (`C042`). */
      readonly conflict?: true;
    }
  | { readonly ok: false };

/**
 * The common form of a column over all inputs: `anndata._core.merge.unify_dtypes`, then what
 * `pandas.concat` makes of the rest, then a form that can be stored where that is objects. Values
 * are only looked at where the form depends on whether any is missing.
 *
 * @param run the columns that pandas keeps in one block with this one, itself among them
 */
export async function unifyColumn(
  sources: ColumnSources,
  run: readonly ColumnSources[],
  scan: ColumnScan,
): Promise<Unified> {
  const categories = await scan.categories(sources);
  const unified = await unifyDTypes(
    sources.elems.map((elem, i) => (elem === null ? null : pandasDType(elem, i, categories))),
    categories,
  );
  if (unified === null) return { ok: false };
  // Data frames without rows and columns are left out by pandas.
  const taking = unified.dtypes.flatMap((_, i) => (sources.blank[i] === true ? [] : [i]));
  const { dtype, isVoid } = await concatUnits(
    taking.map((i) => joinUnit(i, unified.dtypes[i] ?? null, sources, run, scan)),
  );
  const unused = new Set(taking.filter((_, k) => isVoid[k] === true));
  const elems = sources.elems.map((elem, i) => (unused.has(i) ? null : elem));
  const form = await storableForm(dtype, { ...sources, elems }, categories, scan);
  return form.ok && unified.isConflict ? { ...form, conflict: true } : form;
}

/** What pandas holds in memory once anndata has read it. */
function pandasDType(elem: ColumnElem, input: number, categories: ColumnCategories): PandasDType {
  switch (elem.encoding) {
    case 'array':
      return numpy(elem.dtype);
    case 'string-array':
      return OBJECT;
    case 'categorical':
      return categories.dtypeOf(input);
    case 'nullable-integer':
    case 'nullable-boolean':
      return masked(elem.dtype.kind === 'numeric' ? elem.dtype.name : 'int64');
    case 'nullable-string-array':
      return { kind: 'string' };
  }
}

function joinUnit(
  i: number,
  dtype: PandasDType | null,
  { elems, rows }: ColumnSources,
  run: readonly ColumnSources[],
  scan: ColumnScan,
): JoinUnit {
  const elem = elems[i] ?? null;
  return {
    dtype,
    rows: rows[i] ?? 0,
    isAllMissing: () => scan.isRunMissing(i, run),
    hasMissing: () => (elem === null ? Promise.resolve(true) : scan.hasMissing(i, elem)),
  };
}
