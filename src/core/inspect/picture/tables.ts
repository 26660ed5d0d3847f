import type { ColumnElem, DataFrameElem, OtherElem } from '../../anndata/elem.ts';
import { readOutline, type StoreOutline } from '../../concat/outline.ts';
import { readMetadata, type StoreMetadata } from '../../concat/manifest.ts';
import { ElemUnreadableError, ElemUnsupportedError, throwIfCancelled } from '../../errors.ts';
import type { Reading } from './reading.ts';

/** All that the metadata of input `i` says. */
export async function metadataOf(
  { inputs, signal, onStep }: Reading,
  i: number,
): Promise<StoreMetadata> {
  throwIfCancelled(signal);
  const metadata = await inputs.use(i, (store) => readMetadata(store, { wholeUns: false }));
  onStep();
  return metadata;
}

/** Size and X of input `i`. */
export async function outlineOf(
  { inputs, signal, onStep }: Reading,
  i: number,
): Promise<StoreOutline> {
  throwIfCancelled(signal);
  const outline = await inputs.use(i, readOutline);
  onStep();
  return outline;
}

/**
 * A column of obs, var or raw.var by its path.
 * @throws ElemUnreadableError when there is none
 * @throws ElemUnsupportedError when it holds what no column of pandas is
 */
export function columnAt({ path, obs, var: vars, raw }: StoreMetadata, elem: string): ColumnElem {
  const tables = [obs, vars, ...(raw === null ? [] : [raw.var])];
  const columns = tables.flatMap((table) => table.columns);
  const column = columns.find((candidate) => candidate.elem.path === elem)?.elem;
  if (column === undefined) {
    throw new ElemUnreadableError({ path, elem, reason: 'it is no column of obs or var' });
  }
  if (isColumn(column)) return column;
  throw new ElemUnsupportedError({ path, elem, reason: column.name });
}

/** The columns of a table that can be summarised. */
export const columnsOf = ({ columns }: DataFrameElem): readonly ColumnElem[] =>
  columns.flatMap(({ elem }) => (isColumn(elem) ? [elem] : []));

const isColumn = (elem: ColumnElem | OtherElem): elem is ColumnElem =>
  elem.encoding !== 'unsupported';
