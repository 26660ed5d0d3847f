import type { ColumnElem, NaValue } from '../../anndata/elem.ts';
import { isFloat } from '../matrix/promote.ts';
import type { PandasDType } from '../pandas/dtype.ts';
import type { DataType, NumericDType } from '../../store/dtype.ts';
import type { ColumnCategories } from './column-categories.ts';
import type { ColumnScan } from './column-scan.ts';
import {
  type ColumnSources,
  type ColumnTarget,
  isCategorical,
  isNullableString,
} from './column-target.ts';
import type { Unified } from './unify-column.ts';

const NONE: Unified = { ok: false };

/**
 * The form in which AnnData stores a column of a dtype. Objects have one where their values are all
 * text or all bools; there are none for others, and so the column has none.
 */
export async function storableForm(
  dtype: PandasDType,
  sources: ColumnSources,
  categories: ColumnCategories,
  scan: ColumnScan,
): Promise<Unified> {
  const { elems } = sources;
  switch (dtype.kind) {
    case 'numpy':
      return { ok: true, elems, target: { kind: 'numeric', dtype: dtype.name } };
    case 'masked':
      return maskedForm(dtype.name, elems);
    case 'string':
      return { ok: true, elems, target: { kind: 'nullable-string', naValue: naValueOf(elems) } };
    case 'categorical': {
      const { ordered } = dtype;
      const table = categories.table(dtype);
      return { ok: true, elems, target: { kind: 'categorical', ordered, table } };
    }
    case 'object':
      return objectForm(sources, scan);
  }
}

/** `StringDtype._get_common_dtype`: NA is stronger than NaN. */
function naValueOf(elems: ColumnSources['elems']): NaValue {
  const texts = elems.filter((elem) => elem !== null && isNullableString(elem));
  return texts.length > 0 && texts.every(({ naValue }) => naValue === 'NaN') ? 'NaN' : 'NA';
}

function maskedForm(dtype: NumericDType, elems: ColumnSources['elems']): Unified {
  // pandas has nullable floats, AnnData has not: the missing ones become NaN.
  if (isFloat(dtype)) return { ok: true, elems, target: { kind: 'numeric', dtype }, chosen: dtype };
  const encoding = dtype === 'bool' ? 'nullable-boolean' : 'nullable-integer';
  return { ok: true, elems, target: { kind: 'nullable', encoding, dtype } };
}

async function objectForm(sources: ColumnSources, scan: ColumnScan): Promise<Unified> {
  const used = await usedSources(sources, scan);
  const kinds = new Set(used.elems.flatMap((elem) => (elem === null ? [] : [kindOfValues(elem)])));
  const [kind = 'text'] = kinds;
  if (kinds.size > 1 || kind === 'number') return NONE;
  const { elems } = used;
  if (kind === 'text') {
    const target = await textTarget(used, scan);
    return target.kind === 'string'
      ? { ok: true, elems, target }
      : { ok: true, elems, target, chosen: 'categorical' };
  }
  // Beside floats, if only missing ones, pandas makes 1.0 of True before it gives up.
  const isNumber = (elem: ColumnElem | null): boolean =>
    elem?.encoding === 'array' && elem.dtype !== 'bool';
  if (sources.elems.some(isNumber)) return NONE;
  const chosen = 'nullable-boolean';
  const target = { kind: 'nullable', encoding: chosen, dtype: 'bool' } as const;
  return (await leavesGaps(used, scan)) ? { ok: true, elems, target, chosen } : NONE;
}

/** The form of a column whose values, whatever they are, become text. */
export async function textForm(
  sources: ColumnSources,
  scan: ColumnScan,
): Promise<{ readonly used: ColumnSources; readonly target: ColumnTarget }> {
  const used = await usedSources(sources, scan);
  return { used, target: await textTarget(used, scan) };
}

/** The inputs whose column has a value. */
async function usedSources(sources: ColumnSources, scan: ColumnScan): Promise<ColumnSources> {
  const elems: (ColumnElem | null)[] = [];
  for (const [i, elem] of sources.elems.entries()) {
    const isUsed = elem !== null && sources.rows[i] !== 0 && !(await scan.isAllMissing(i, elem));
    elems.push(isUsed ? elem : null);
  }
  return { ...sources, elems };
}

type ValueKind = 'text' | 'bool' | 'number';

function kindOfValues(elem: ColumnElem): ValueKind {
  if (elem.encoding === 'string-array') return 'text';
  const dtype =
    elem.encoding === 'array'
      ? elem.dtype
      : isCategorical(elem)
        ? nameOf(elem.categoriesDtype)
        : nameOf(elem.dtype);
  return dtype === 'string' ? 'text' : dtype === 'bool' ? 'bool' : 'number';
}

const nameOf = (dtype: DataType): string => (dtype.kind === 'numeric' ? dtype.name : dtype.kind);

async function leavesGaps({ elems, rows }: ColumnSources, scan: ColumnScan): Promise<boolean> {
  for (const [i, elem] of elems.entries()) {
    if (rows[i] !== 0 && (elem === null || (await scan.hasMissing(i, elem)))) return true;
  }
  return false;
}

/** Text with gaps has no encoding that every generation of anndata reads, but categoricals do. */
async function textTarget(sources: ColumnSources, scan: ColumnScan): Promise<ColumnTarget> {
  if (!(await leavesGaps(sources, scan))) return { kind: 'string' };
  const table = await scan.categoriesOfValues(sources);
  return { kind: 'categorical', ordered: false, table };
}
