import type { Action, Why } from '../../../shared/plan.ts';
import type { ColumnElem } from '../../anndata/elem.ts';
import { itemSize } from '../../store/dtype.ts';
import type { ColumnSources, ColumnTarget } from './column-target.ts';
import type { Scope } from './scope.ts';

/** Bytes of one string on disk beyond its text: a reference, a length, and padding. */
export const STRING_BYTES = 40;

/** States a column that is made of those of the inputs, and what happens to their values. */
export function describeColumn(
  scope: Scope,
  path: string,
  { elems, rows }: ColumnSources,
  target: ColumnTarget,
): void {
  const { draft } = scope;
  const length = rows.reduce((sum, n) => sum + n, 0);
  const sources = elems.flatMap((elem, i) => (elem === null ? [] : [i]));
  const [action, why] = actionOf(elems, encodingOf(target), dtypeOf(target));
  describeTarget(scope, path, target, length, action, why, sources);
  const from = new Set(elems.flatMap((elem) => (elem?.encoding === 'array' ? [elem.dtype] : [])));
  if (target.kind === 'numeric' && from.size > 0 && (from.size > 1 || !from.has(target.dtype))) {
    const facts = { from: [...from].join(', '), to: target.dtype };
    draft.findings.add('C041', { elem: path, facts });
  }
}

/** States a column of so many rows in its form. */
export function describeTarget(
  { draft }: Scope,
  path: string,
  target: ColumnTarget,
  length: number,
  action: Action,
  why: Why,
  sources: readonly number[],
): void {
  const isCategorical = target.kind === 'categorical';
  draft.elem(path, encodingOf(target), action, why, sources, {
    dtype: dtypeOf(target),
    shape: [length],
    bytes: length * rowBytes(target),
    ...(isCategorical ? { categories: target.table.size, ordered: target.ordered } : {}),
  });
}

function actionOf(
  elems: readonly (ColumnElem | null)[],
  encoding: string,
  dtype: string,
): readonly [Action, Why] {
  if (elems.includes(null)) return ['fill', 'in-some'];
  if (elems.some((elem) => elem?.encoding !== encoding)) return ['convert', 'mixed-encoding'];
  const isPromoted = elems.some((elem) => elem?.encoding === 'array' && elem.dtype !== dtype);
  return isPromoted ? ['convert', 'promoted'] : ['append', 'in-all'];
}

function encodingOf(target: ColumnTarget): string {
  switch (target.kind) {
    case 'numeric':
      return 'array';
    case 'string':
      return 'string-array';
    case 'categorical':
      return 'categorical';
    case 'nullable':
      return target.encoding;
    case 'nullable-string':
      return 'nullable-string-array';
  }
}

function dtypeOf(target: ColumnTarget): string {
  switch (target.kind) {
    case 'numeric':
    case 'nullable':
      return target.dtype;
    case 'categorical': {
      const values = target.table.values();
      return values.kind === 'string' ? 'string' : values.dtype;
    }
    case 'string':
    case 'nullable-string':
      return 'string';
  }
}

/** Bytes of the code of one value. */
export const codeBytes = (categories: number): number =>
  categories <= 127 ? 1 : categories <= 32767 ? 2 : 4;

function rowBytes(target: ColumnTarget): number {
  switch (target.kind) {
    case 'numeric':
      return itemSize(target.dtype);
    case 'nullable':
      return itemSize(target.dtype) + 1;
    case 'categorical':
      return codeBytes(target.table.size);
    case 'string':
    case 'nullable-string':
      return 2 * STRING_BYTES;
  }
}
