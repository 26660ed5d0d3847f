import type { CategoricalElem, ColumnElem } from '../../anndata/elem.ts';
import type { NumericDType } from '../../store/dtype.ts';
import { isFloat, isInteger, resultType } from '../matrix/promote.ts';
import type { ColumnScan } from './column-scan.ts';
import {
  type ColumnSources,
  type ColumnTarget,
  isCategorical,
  isNullable,
  isNullableString,
} from './column-target.ts';

/** The form of a column, or why it has none that AnnData can store. */
export type Unified =
  | {
      readonly ok: true;
      readonly target: ColumnTarget;
      /** Set where anndata cannot write the exact result and a near form is chosen (`C043`). */
      readonly chosen?: string;
      /** Set where ordered categories conflict and become text (`C042`). */
      readonly conflict?: true;
    }
  | { readonly ok: false };

const MIXED: Unified = { ok: false };

/**
 * The common form of a column over all inputs: `anndata._core.merge.unify_dtypes`, then what
 * `pandas.concat` makes of the rest, then a form that can be stored where that is mixed objects.
 * Values are only looked at where the form depends on whether any is missing.
 */
export async function unifyColumn(sources: ColumnSources, scan: ColumnScan): Promise<Unified> {
  const unified = await unifyForms(sources, scan);
  if (unified.ok) return unified;
  // Objects in pandas, but all that have rows are text: then so is the column.
  const elems = sources.elems.map((elem, i) => (sources.rows[i] === 0 ? null : elem));
  const present = elems.filter((elem) => elem !== null);
  const isAllText = present.length > 0 && present.every(holdsText);
  return isAllText ? unifyValues({ ...sources, elems }, hasGaps(elems, sources), scan) : MIXED;
}

/** True when inputs that lack the column have rows; pandas ignores empty frames here. */
const hasGaps = (elems: ColumnSources['elems'], { rows }: ColumnSources): boolean =>
  elems.some((elem, i) => elem === null && rows[i] !== 0);

const holdsText = (elem: ColumnElem): boolean =>
  isText(elem) || (isCategorical(elem) && categoriesOf([elem]) === 'text');

async function unifyForms(sources: ColumnSources, scan: ColumnScan): Promise<Unified> {
  const present = sources.elems.filter((elem) => elem !== null);
  const isMissing = sources.elems.includes(null);
  const leavesGaps = hasGaps(sources.elems, sources);
  if (present.every(isCategorical)) return unifyCategoricals(sources, present, leavesGaps, scan);
  if (present.some(isCategorical)) return unifyMixed(sources, present, leavesGaps, scan);
  if (present.every(isBool)) {
    // anndata's own rule, for which an empty input that lacks it counts as well.
    const isNullableBool = isMissing || present.some(isNullable);
    return isNullableBool
      ? found({ kind: 'nullable', encoding: 'nullable-boolean', dtype: 'bool' })
      : found({ kind: 'numeric', dtype: 'bool' });
  }
  if (present.every(isText)) return unifyText(sources, present, leavesGaps, scan);
  if (present.some(isText)) return MIXED;
  if (present.some(isNullable)) return unifyNullable(present);
  // Where a number is missing from an input that pandas looks at, be it empty, integers widen.
  const isWidened = sources.elems.some(
    (elem, i) =>
      elem === null &&
      (sources.isReduced !== true || sources.rows[i] !== 0) &&
      sources.blank[i] !== true,
  );
  return unifyNumeric(present.map(dtypeOf), isWidened);
}

const found = (target: ColumnTarget): Unified => ({ ok: true, target });

const isText = (elem: ColumnElem): boolean =>
  elem.encoding === 'string-array' || isNullableString(elem);

const isBool = (elem: ColumnElem): boolean =>
  elem.encoding === 'nullable-boolean' || (elem.encoding === 'array' && elem.dtype === 'bool');

function dtypeOf(elem: ColumnElem): NumericDType {
  if (elem.encoding === 'array') return elem.dtype;
  const values = isNullable(elem) ? elem.dtype : undefined;
  return values?.kind === 'numeric' ? values.name : 'float64';
}

function unifyNumeric(dtypes: readonly NumericDType[], leavesGaps: boolean): Unified {
  const hasBool = dtypes.includes('bool');
  // True and 1.5, or True, 1 and a gap, are mixed objects in pandas.
  if (hasBool && (leavesGaps || dtypes.some(isFloat))) return MIXED;
  const dtype = resultType(dtypes);
  return found({ kind: 'numeric', dtype: leavesGaps && isInteger(dtype) ? 'float64' : dtype });
}

function unifyNullable(present: readonly ColumnElem[]): Unified {
  const dtypes = present.map(valueDtype);
  if (dtypes.includes('bool')) return MIXED;
  const dtype = resultType(dtypes);
  // pandas has nullable floats, AnnData has not: the missing ones become NaN.
  return isFloat(dtype)
    ? { ok: true, target: { kind: 'numeric', dtype }, chosen: dtype }
    : found({ kind: 'nullable', encoding: 'nullable-integer', dtype });
}

async function unifyText(
  sources: ColumnSources,
  present: readonly ColumnElem[],
  leavesGaps: boolean,
  scan: ColumnScan,
): Promise<Unified> {
  if (present.every(isNullableString)) return found({ kind: 'nullable-string' });
  const isComplete = !leavesGaps && !(await scan.hasMissing(sources));
  return isComplete ? found({ kind: 'string' }) : textWithGaps(sources, scan);
}

/** Text with gaps has no encoding that every generation of anndata reads, but categoricals do. */
async function textWithGaps(sources: ColumnSources, scan: ColumnScan): Promise<Unified> {
  const table = await scan.categoriesOfValues(sources);
  return {
    ok: true,
    target: { kind: 'categorical', ordered: false, table },
    chosen: 'categorical',
  };
}

/** Categoricals everywhere: their categories are united, unless orders conflict. */
async function unifyCategoricals(
  sources: ColumnSources,
  present: readonly CategoricalElem[],
  leavesGaps: boolean,
  scan: ColumnScan,
): Promise<Unified> {
  const of = categoriesOf(present);
  if (of === null) return MIXED;
  const table = await scan.categories(sources);
  if (!present.some((elem) => elem.ordered)) {
    // anndata unites categories only where no other dtype was among the inputs.
    const isOneDtype = present.every((elem) => elem.categories === table.size);
    if (sources.isReduced !== true || isOneDtype) {
      return found({ kind: 'categorical', ordered: false, table });
    }
    return of === 'text' ? unifyValues(sources, leavesGaps, scan) : MIXED;
  }
  const isOrdered = present.every((elem) => elem.ordered || elem.categories === 0);
  if (isOrdered && table.isSameOrder) return found({ kind: 'categorical', ordered: true, table });
  if (of !== 'text') return MIXED;
  const unified = await unifyValues(sources, leavesGaps, scan);
  return unified.ok ? { ...unified, conflict: true } : unified;
}

/** Categoricals with others: the common form of the values. */
async function unifyMixed(
  sources: ColumnSources,
  present: readonly ColumnElem[],
  leavesGaps: boolean,
  scan: ColumnScan,
): Promise<Unified> {
  const of = categoriesOf(present.filter(isCategorical));
  const others = present.filter((elem) => !isCategorical(elem));
  if (of === 'text') {
    return others.every(isText) ? unifyValues(sources, leavesGaps, scan) : MIXED;
  }
  if (of !== 'numbers' || others.some((elem) => isText(elem) || isBool(elem))) return MIXED;
  if (others.some(isNullable)) return unifyNullable(present);
  const isWidened = leavesGaps || (await scan.hasMissing(sources));
  return unifyNumeric(present.map(valueDtype), isWidened);
}

/** What the categories are; null where they differ in kind. Those without any are no evidence. */
function categoriesOf(elems: readonly CategoricalElem[]): 'text' | 'numbers' | 'bools' | null {
  const kinds = new Set(
    elems
      .filter((elem) => elem.categories > 0)
      .map(({ categoriesDtype: of }) => {
        if (of.kind !== 'numeric') return of.kind === 'string' ? 'text' : null;
        return of.name === 'bool' ? 'bools' : 'numbers';
      }),
  );
  const [kind = 'text'] = kinds;
  return kinds.size > 1 ? null : kind;
}

/** Categoricals of text whose categories are given up: plain text, or with gaps what text becomes. */
async function unifyValues(
  sources: ColumnSources,
  leavesGaps: boolean,
  scan: ColumnScan,
): Promise<Unified> {
  const isComplete = !leavesGaps && !(await scan.hasMissing(sources));
  return isComplete ? found({ kind: 'string' }) : textWithGaps(sources, scan);
}

function valueDtype(elem: ColumnElem): NumericDType {
  if (!isCategorical(elem)) return dtypeOf(elem);
  return elem.categoriesDtype.kind === 'numeric' ? elem.categoriesDtype.name : 'float64';
}
