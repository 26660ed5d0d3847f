import type { ColumnElem } from '../../anndata/elem.ts';
import { isFloat, isInteger } from '../matrix/promote.ts';
import type { ColumnScan } from './column-scan.ts';
import {
  type ColumnSources,
  isCategorical,
  isNullable,
  isNullableString,
  kindName,
} from './column-target.ts';

/**
 * The inputs that have a say in the form of a column. pandas leaves out those whose column can hold
 * missing values and holds nothing else, or has no rows (`JoinUnit.is_na` in
 * `pandas.core.internals.concat`), unless their dtype would not go with the others'. One left out
 * counts as missing.
 *
 * @param unit the columns that pandas looks at together: neighbours of equal dtypes in every input
 */
export async function participants(
  sources: ColumnSources,
  unit: readonly ColumnSources[],
  scan: ColumnScan,
): Promise<ColumnSources> {
  const present = sources.elems.filter((elem) => elem !== null);
  const isUniform = new Set(present.map(kindName)).size <= 1;
  // anndata unifies categoricals and bools before pandas sees them.
  if (isUniform || present.every(isCategorical)) return sources;
  const isVoid: boolean[] = [];
  for (const [i, elem] of sources.elems.entries()) {
    isVoid.push(elem !== null && canBeVoid(elem) && (await isAllMissing(i, sources, unit, scan)));
  }
  const deciding = sources.elems.flatMap((elem, i) =>
    elem === null || isVoid[i] === true ? [] : [elem],
  );
  if (deciding.length === 0 || deciding.length === present.length) return sources;
  const elems = sources.elems.map((elem, i) =>
    elem !== null && isVoid[i] === true && isLeftOut(elem, deciding) ? null : elem,
  );
  const isReduced = elems.filter((elem) => elem !== null).length < present.length;
  return isReduced ? { ...sources, elems, isReduced } : sources;
}

/** Whether the column's dtype can hold missing values at all. */
const canBeVoid = (elem: ColumnElem): boolean => elem.encoding !== 'array' || isFloat(elem.dtype);

async function isAllMissing(
  i: number,
  sources: ColumnSources,
  unit: readonly ColumnSources[],
  scan: ColumnScan,
): Promise<boolean> {
  if (sources.rows[i] === 0) return true;
  for (const { elems } of unit) {
    const elem = elems[i];
    if (elem !== undefined && elem !== null && !(await scan.isAllMissing(i, elem))) return false;
  }
  return true;
}

function isLeftOut(elem: ColumnElem, deciding: readonly ColumnElem[]): boolean {
  if (deciding.every((other) => other.encoding === 'array' && isFloat(other.dtype))) return true;
  if (isNullable(elem)) return deciding.every((other) => other.encoding === 'string-array');
  const isWhole = (other: ColumnElem): boolean =>
    other.encoding === 'array' && (isInteger(other.dtype) || other.dtype === 'bool');
  return !deciding.some(isWhole);
}

/**
 * The columns that pandas keeps in one block with column `k`, and so judges together: neighbours
 * whose numpy dtypes are equal in every input.
 */
export function unitOf(
  columns: readonly (ColumnSources | null)[],
  k: number,
): readonly ColumnSources[] {
  const own = columns[k] ?? null;
  if (own === null) return [];
  const key = blockKey(own);
  if (key === null) return [own];
  let start = k;
  let stop = k + 1;
  const isSame = (i: number): boolean => {
    const column = columns[i] ?? null;
    return column !== null && blockKey(column) === key;
  };
  while (isSame(start - 1)) start--;
  while (isSame(stop)) stop++;
  return columns.slice(start, stop).filter((column) => column !== null);
}

/** Null where an input has an extension array, which is a block of its own. */
function blockKey({ elems }: ColumnSources): string | null {
  const dtypes: string[] = [];
  for (const elem of elems) {
    if (elem === null) dtypes.push('');
    else if (isCategorical(elem) || isNullable(elem) || isNullableString(elem)) return null;
    else dtypes.push(elem.encoding === 'array' ? elem.dtype : 'object');
  }
  return dtypes.join();
}
