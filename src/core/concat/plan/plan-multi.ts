import type { AwkwardElem, DataFrameElem, Elem, MatrixElem } from '../../anndata/elem.ts';
import type { IndexPart } from '../blueprint.ts';
import { truncateOrPad } from '../reindexer.ts';
import { asMatrices } from './matrices.ts';
import { planAwkward } from './plan-awkward.ts';
import { planDataFrame } from './plan-dataframe.ts';
import { planMatrix } from './plan-matrix.ts';
import { axesOf, frames, lengthsOf, type Scope, tableIndexName } from './scope.ts';

/**
 * Plans an elem of obsm (varm for axis var): arrays with axis 1 truncated to the narrowest or padded
 * to the widest, dataframes by their columns
 * (`anndata._core.merge.gen_inner_reindexers`, `gen_outer_reindexers`).
 */
export async function planMulti(
  scope: Scope,
  path: string,
  elems: readonly (Elem | null)[],
  index: IndexPart,
): Promise<void> {
  const present = elems.filter((elem) => elem !== null);
  if (present.every(isDataFrame)) {
    const axis = frames(scope, axesOf(scope).concat);
    await planDataFrame(scope, {
      path,
      frames: elems.map((elem) => (elem !== null && isDataFrame(elem) ? elem : null)),
      rows: lengthsOf(scope),
      index,
      indexName: tableIndexName(axis, present),
      label: null,
      isPrejoined: true,
    });
    return;
  }
  if (present.every(isAwkward)) {
    const arrays = elems.map((elem) => (elem !== null && isAwkward(elem) ? elem : null));
    await planAwkward(scope, path, arrays, scope.join);
    return;
  }
  if (present.some((elem) => isDataFrame(elem) || isAwkward(elem))) {
    const encodings = [...new Set(present.map((elem) => elem.encoding))].join(', ');
    scope.draft.findings.add('C034', { elem: path, facts: { encodings } });
    return;
  }
  const matrices = asMatrices(scope, path, elems);
  if (matrices !== null) planArrays(scope, path, matrices);
}

const isDataFrame = (elem: Elem): elem is DataFrameElem => elem.encoding === 'dataframe';
const isAwkward = (elem: Elem): elem is AwkwardElem => elem.encoding === 'awkward-array';

/** Axis 1 of an array in obsm; a vector counts as one column. */
export function widthOf(elem: MatrixElem): number {
  const [, width = 1] = elem.shape;
  return width;
}

/** Extents beyond axis 1. */
const innerShape = (elem: MatrixElem): readonly number[] => elem.shape.slice(2);

function planArrays(scope: Scope, path: string, elems: readonly (MatrixElem | null)[]): void {
  const present = elems.filter((elem) => elem !== null);
  const inner = present[0] === undefined ? [] : innerShape(present[0]);
  const fitsAll = present.every((elem) => innerShape(elem).join() === inner.join());
  // A missing elem is filled with a matrix, which does not go with more dimensions.
  if (!fitsAll || (inner.length > 0 && present.length < elems.length)) {
    const shapes = present.map((elem) => elem.shape.join(' × ')).join(', ');
    scope.draft.findings.add('C035', { elem: path, facts: { shapes } });
    return;
  }
  const widths = present.map(widthOf);
  const width = scope.join === 'inner' ? Math.min(...widths) : Math.max(...widths);
  const length = lengthsOf(scope).reduce((sum, n) => sum + n, 0);
  planMatrix(scope, {
    path,
    elems,
    sources: elems.map((elem) => {
      const { from, noChange, absent } = truncateOrPad(elem === null ? 0 : widthOf(elem), width);
      return { elem, width: from, noChange, hasAbsent: absent.length > 0 };
    }),
    altLength: width,
    shape: [length, width, ...inner],
    alignment: { kind: 'positions' },
  });
}
