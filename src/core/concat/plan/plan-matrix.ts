import type { Action, Why } from '../../../shared/plan.ts';
import type { MatrixElem } from '../../anndata/elem.ts';
import { itemSize, type NumericDType } from '../../store/dtype.ts';
import type { Alignment, MatrixPart } from '../blueprint.ts';
import { type Fill, isZero, ZERO } from '../matrix/fill.ts';
import { isFloat, isInteger } from '../matrix/promote.ts';
import { refuseChunks } from './chunks.ts';
import { refuseFilters } from './filters.ts';
import { lengthsOf, type Scope } from './scope.ts';
import { defaultFill, isAnySparse, type MatrixSource, unifyMatrix } from './unify-matrix.ts';

/** A matrix to plan: the inputs' elems under one path, and how they fit together. */
export interface MatrixDraft {
  readonly path: string;
  readonly elems: readonly (MatrixElem | null)[];
  readonly alignment: Alignment;
  readonly sources: readonly MatrixSource[];
  /** Length of the result along the alt axis. */
  readonly altLength: number;
  readonly shape: readonly number[];
}

/** Plans X, a layer, or an elem of obsm or obsp; says why where it cannot. */
export function planMatrix(scope: Scope, matrix: MatrixDraft): void {
  const { draft } = scope;
  if (refuseFilters(scope, matrix.path, matrix.elems)) return;
  if (refuseChunks(scope, matrix.path, matrix.elems)) return;
  const isPairwise = matrix.alignment.kind === 'diagonal';
  const toSparse = isPairwise || isAnySparse(matrix.elems);
  if (toSparse && matrix.elems.some(isDenseHalf)) {
    const kinds = matrix.elems.flatMap((elem) =>
      elem === null ? [] : [`${elem.encoding} of ${elem.dtype}`],
    );
    draft.findings.add('C034', {
      elem: matrix.path,
      facts: { encodings: [...new Set(kinds)].join(', ') },
    });
    return;
  }
  const fill = isPairwise ? ZERO : (scope.fill ?? defaultFill(matrix.sources));
  const dtype = unifyMatrix(matrix.sources, fill, matrix.altLength);
  if (dtype === null) {
    const facts = { fill: String(fill.value), dtype: dtypesOf(matrix.elems) };
    draft.objects(matrix.path, matrix.shape, 'promoted', positions(matrix.elems), facts);
    return;
  }
  const encoding = toSparse ? 'csr_matrix' : 'array';
  const part: MatrixPart = {
    kind: 'matrix',
    path: matrix.path,
    encoding,
    dtype,
    shape: matrix.shape,
    sources: matrix.elems,
    lengths: lengthsOf(scope),
    alignment: matrix.alignment,
    fill,
    maxElems: scope.maxElems,
  };
  draft.parts.push(part);
  const [action, why] = isPairwise
    ? (['block-diagonal', 'in-all'] as const)
    : actionOf(matrix, encoding, dtype);
  draft.elem(matrix.path, encoding, action, why, positions(matrix.elems), {
    dtype,
    shape: matrix.shape,
    bytes: bytesBound(matrix, part),
  });
  remark(scope, matrix, fill, dtype, toSparse);
}

/** scipy has no sparse matrices of float16. */
const isDenseHalf = (elem: MatrixElem | null): boolean =>
  elem?.encoding === 'array' && elem.dtype === 'float16';

function actionOf(
  { elems, sources, alignment }: MatrixDraft,
  encoding: MatrixPart['encoding'],
  dtype: NumericDType,
): readonly [Action, Why] {
  if (elems.includes(null)) return ['fill', 'in-some'];
  const isMixed = elems.some((elem) => elem?.encoding !== encoding);
  if (isMixed) return ['convert', 'mixed-encoding'];
  if (elems.some((elem) => elem?.dtype !== dtype)) return ['convert', 'promoted'];
  const isSame = sources.every((source) => source.noChange);
  // Columns of obsm have no names.
  if (alignment.kind === 'positions') {
    return isSame ? ['append', 'in-all'] : ['reindex', 'other-widths'];
  }
  return isSame ? ['append', 'same-names'] : ['reindex', 'other-names'];
}

function remark(
  scope: Scope,
  { path, elems, sources, alignment }: MatrixDraft,
  fill: Fill,
  dtype: NumericDType,
  toSparse: boolean,
): void {
  const { findings } = scope.draft;
  const from = new Set(elems.flatMap((elem) => (elem === null ? [] : [elem.dtype])));
  if (from.size > 1 || !from.has(dtype)) {
    findings.add('C041', { elem: path, facts: { from: [...from].join(', '), to: dtype } });
  }
  if (alignment.kind !== 'positions' && isMixOfCounts([...from])) {
    findings.add('C052', { elem: path, facts: { dtypes: [...from].join(', ') } });
  }
  const isFilled = elems.includes(null) || sources.some((source) => source.hasAbsent);
  // Entries that a sparse matrix leaves out are zeros by nature: nothing to say.
  if (isFilled && !(toSparse && isZero(fill))) {
    findings.add('C060', { elem: path, facts: { fill: String(fill.value) } });
  }
}

/** Counts in some inputs and fractions in others are mostly raw beside normalised values. */
const isMixOfCounts = (dtypes: readonly NumericDType[]): boolean =>
  dtypes.some(isFloat) && dtypes.some(isInteger);

const positions = (elems: readonly unknown[]): readonly number[] =>
  elems.flatMap((elem, i) => (elem === null ? [] : [i]));

const dtypesOf = (elems: readonly (MatrixElem | null)[]): string =>
  [...new Set(elems.flatMap((elem) => (elem === null ? [] : [elem.dtype])))].join(', ');

/** Entries that each source can contribute at most. */
export function entriesBounds(part: MatrixPart): readonly number[] {
  const all = part.shape.reduce((product, extent) => product * extent, 1);
  const total = part.lengths.reduce((sum, length) => sum + length, 0);
  return part.sources.map((elem, i) => {
    const length = part.lengths[i] ?? 0;
    if (part.encoding === 'array' || !isZero(part.fill)) {
      return total === 0 ? 0 : (all / total) * length;
    }
    if (elem === null) return 0;
    return elem.encoding === 'array'
      ? elem.shape.reduce((product, extent) => product * extent, 1)
      : elem.nnz;
  });
}

/** Entries that all sources together can contribute at most. */
export const entriesBound = (part: MatrixPart): number =>
  entriesBounds(part).reduce((sum, bound) => sum + bound, 0);

function bytesBound(matrix: MatrixDraft, part: MatrixPart): number {
  const entries = entriesBound(part);
  if (part.encoding === 'array') return entries * itemSize(part.dtype);
  return entries * (itemSize(part.dtype) + 4) + 8 * ((matrix.shape[0] ?? 0) + 1);
}
