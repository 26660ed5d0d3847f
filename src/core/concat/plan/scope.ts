import type { Join, Options } from '../../../shared/options.ts';
import type { DataFrameElem } from '../../anndata/elem.ts';
import type { Inputs } from '../inputs.ts';
import type { AnnDataPart, Mapping } from '../manifest.ts';
import type { Merge } from '../merge/strategy.ts';
import type { Fill } from '../matrix/fill.ts';
import type { Reading } from '../rows/open-rows.ts';
import type { ColumnScan } from './column-scan.ts';
import type { Draft } from './draft.ts';

/** What planning any elem needs to know: the draft it adds to, the inputs, and the options. */
export interface Scope {
  readonly draft: Draft;
  readonly inputs: Inputs;
  readonly scan: ColumnScan;
  readonly axis: 'obs' | 'var';
  readonly join: Join;
  readonly label: string | null;
  /** One per input, and perhaps more. */
  readonly keys: readonly string[];
  readonly indexUnique: string | null;
  /** Null: the default, which depends on the elem. */
  readonly fill: Fill | null;
  readonly pairwise: boolean;
  readonly columnConflicts: Options['columnConflicts'];
  readonly merge: Merge | null;
  readonly maxElems: number;
  readonly blockBytes: number;
  readonly bandBytes: number;
  /** Of the largest chunk that may be decoded. */
  readonly chunkBytes: number;
  readonly signal: AbortSignal | undefined;
  /** '' for the AnnData itself, 'raw/' for its raw. */
  readonly prefix: string;
  readonly parts: readonly AnnDataPart[];
}

/** A part's members by their role, so that planning need not ask which axis it is. */
export interface Axes {
  readonly concat: 'obs' | 'var';
  readonly alt: 'obs' | 'var';
}
export const axesOf = (scope: Scope): Axes =>
  scope.axis === 'obs' ? { concat: 'obs', alt: 'var' } : { concat: 'var', alt: 'obs' };

export const frames = (scope: Scope, axis: 'obs' | 'var'): readonly DataFrameElem[] =>
  scope.parts.map((part) => part[axis]);
export const multi = (scope: Scope, axis: 'obs' | 'var'): readonly Mapping[] =>
  scope.parts.map((part) => (axis === 'obs' ? part.obsm : part.varm));
export const pairs = (scope: Scope, axis: 'obs' | 'var'): readonly Mapping[] =>
  scope.parts.map((part) => (axis === 'obs' ? part.obsp : part.varp));

/** Lengths of the inputs along the axis that is concatenated. */
export const lengthsOf = (scope: Scope): readonly number[] =>
  frames(scope, scope.axis).map((frame) => frame.rows);

/**
 * Keys of mappings joined as anndata joins them: those in all, in the order of the first, or those
 * in any, as first seen. `dropped` are the others.
 */
export function joinKeys(
  mappings: readonly ReadonlyMap<string, unknown>[],
  join: Join,
): { readonly kept: readonly string[]; readonly dropped: readonly string[] } {
  const union = new Set(mappings.flatMap((mapping) => [...mapping.keys()]));
  if (join === 'outer') return { kept: [...union], dropped: [] };
  const isInAll = (key: string): boolean => mappings.every((mapping) => mapping.has(key));
  const [first] = mappings;
  return {
    kept: [...(first?.keys() ?? [])].filter(isInAll),
    dropped: [...union].filter((key) => !isInAll(key)),
  };
}

/** An index keeps its name only where all inputs agree on it. */
export function commonName(all: readonly DataFrameElem[]): string | null {
  const names = new Set(all.map((frame) => frame.indexName));
  return names.size === 1 ? ([...names][0] ?? null) : null;
}

/**
 * Name of the index of a table in obsm or varm: that of its axis, as `AnnData.__init__` has it,
 * unless a column has taken it.
 */
export function tableIndexName(
  axis: readonly DataFrameElem[],
  tables: readonly DataFrameElem[],
): string | null {
  const name = commonName(axis);
  const isTaken = tables.some(({ columns }) => columns.some((column) => column.name === name));
  return isTaken ? null : name;
}

/** What reading matrices takes. */
export const readingOf = ({ inputs, blockBytes, bandBytes, signal }: Scope): Reading => ({
  inputs,
  blockBytes,
  bandBytes,
  signal,
});

/** Shape of the result. */
export interface Extent {
  readonly nObs: number;
  readonly nVars: number;
}
