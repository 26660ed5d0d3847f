import { encodingType } from '../../anndata/attrs.ts';
import { readFrameColumn, readFrameOutline } from '../../anndata/dataframe.ts';
import type { ColumnElem, DataFrameElem, OtherElem } from '../../anndata/elem.ts';
import { checkRoot, readOutline, type StoreOutline } from '../../concat/outline.ts';
import { readMetadata, type StoreMetadata } from '../../concat/manifest.ts';
import { ElemUnreadableError, ElemUnsupportedError, throwIfCancelled } from '../../errors.ts';
import { nodeAt } from '../../concat/inputs.ts';
import type { Store } from '../../store/store.ts';
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
 * A column of obs, var or raw.var of the only store by its path; others are not looked at.
 * @throws NotAnnDataError, ElemUnreadableError when there is none
 * @throws ElemUnsupportedError when it holds what no column of pandas is
 */
export async function columnAt(reading: Reading, elem: string): Promise<ColumnElem> {
  throwIfCancelled(reading.signal);
  const column =
    (await reading.inputs.use(0, (store) => columnOfFrame(store, elem))) ??
    columnOfTables(await metadataOf(reading, 0), elem);
  const [path] = reading.inputs.paths;
  if (column === undefined) {
    throw new ElemUnreadableError({ path, elem, reason: 'it is no column of obs or var' });
  }
  if (isColumn(column)) return column;
  throw new ElemUnsupportedError({ path, elem, reason: column.name });
}

/** Undefined where the table is of an old form, or has no such column. */
async function columnOfFrame(
  store: Store,
  elem: string,
): Promise<ColumnElem | OtherElem | undefined> {
  checkRoot(store);
  const table = ['obs', 'var', 'raw/var'].find((name) => elem.startsWith(`${name}/`));
  if (table === undefined) return undefined;
  const node = await nodeAt(store, table);
  if (node.kind === 'array' || encodingType(node) !== 'dataframe') return undefined;
  const { rows, order } = await readFrameOutline(node);
  const name = elem.slice(table.length + 1);
  return order.includes(name) ? readFrameColumn(node, name, rows) : undefined;
}

const columnOfTables = (
  { obs, var: vars, raw }: StoreMetadata,
  elem: string,
): ColumnElem | OtherElem | undefined =>
  [obs, vars, ...(raw === null ? [] : [raw.var])]
    .flatMap((table) => table.columns)
    .find((candidate) => candidate.elem.path === elem)?.elem;

/** The columns of a table that can be summarised. */
export const columnsOf = ({ columns }: DataFrameElem): readonly ColumnElem[] =>
  columns.flatMap(({ elem }) => (isColumn(elem) ? [elem] : []));

const isColumn = (elem: ColumnElem | OtherElem): elem is ColumnElem =>
  elem.encoding !== 'unsupported';
