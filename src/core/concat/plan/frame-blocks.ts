import type { ColumnElem, DataFrameElem, OtherElem } from '../../anndata/elem.ts';
import { type BlockColumn, runStarts } from '../pandas/blocks.ts';

type Column = DataFrameElem['columns'][number];

/**
 * The first column of the run that pandas judges together with each of `kept`
 * (`../pandas/blocks.ts`).
 * @param frames columns of each input; none where it lacks the dataframe
 */
export function judgedWith(
  kept: readonly string[],
  frames: readonly (readonly Column[])[],
): readonly number[] {
  const recast = recastBools(frames);
  return runStarts(
    kept,
    frames.map((columns) => blockColumns(columns, recast)),
  );
}

/** Columns of bools that some input lacks: anndata makes them nullable, each in a block of its own. */
function recastBools(frames: readonly (readonly Column[])[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { name, elem } of frames.flat()) {
    counts.set(name, (counts.get(name) ?? 0) + (isBool(elem) ? 1 : -Infinity));
  }
  const isRecast = ([, count]: [string, number]): boolean => count > 0 && count < frames.length;
  return new Set([...counts].filter(isRecast).map(([name]) => name));
}

const isBool = (elem: ColumnElem | OtherElem): boolean =>
  elem.encoding === 'nullable-boolean' || (elem.encoding === 'array' && elem.dtype === 'bool');

function blockColumns(
  columns: readonly Column[],
  recast: ReadonlySet<string>,
): readonly BlockColumn[] {
  // A block from which a column is taken falls into those before and after it.
  let taken = 0;
  return columns.map(({ name, elem }) => {
    if (elem.encoding === 'string-array') return { name, key: 'object' };
    if (elem.encoding !== 'array') return { name, key: null };
    if (elem.dtype !== 'bool') return { name, key: elem.dtype };
    if (recast.has(name)) taken++;
    return { name, key: recast.has(name) ? null : `bool ${taken}` };
  });
}
