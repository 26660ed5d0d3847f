import { ElemUnreadableError } from '../errors.ts';
import type { ArrayNode } from '../store/store.ts';
import { asColumn } from './dataframe.ts';
import type { DataFrameElem, Elem } from './elem.ts';
import { readElem } from './read-elem.ts';

/**
 * A table of records as anndata 0.6 and older wrote obs and var: the first field is the index
 * (`anndata._io.h5ad.read_dataframe_legacy`).
 * @throws ElemUnreadableError when it is none
 */
export async function readLegacyTable(node: ArrayNode): Promise<DataFrameElem> {
  const { path, dtype, shape } = node;
  const [first, ...others] = dtype.kind === 'struct' ? dtype.fields : [];
  if (first === undefined || shape?.length !== 1) {
    throw new ElemUnreadableError({ elem: path, reason: 'it is no table' });
  }
  const index = await readField(node.field(first.name));
  if (index.encoding !== 'array' && index.encoding !== 'string-array') {
    throw new ElemUnreadableError({
      elem: path,
      reason: `its index is no array, but ${index.encoding}`,
    });
  }
  const columns = [];
  for (const { name } of others) {
    columns.push({ name, elem: asColumn(await readField(node.field(name))) });
  }
  const [rows = 0] = shape;
  return { encoding: 'dataframe', path, rows, indexName: first.name, index, columns };
}

/** A field of a table: the text of its only row is a list of one still. */
async function readField(field: ArrayNode): Promise<Elem> {
  const elem = await readElem(field);
  const { path, filters, chunks, shape } = field;
  if (elem.encoding !== 'string' || shape === null) return elem;
  return { encoding: 'string-array', path, filters, chunks, shape };
}

/** The fields of records as elems of their own, as old obsm and varm were stored. */
export async function readFields(node: ArrayNode): Promise<ReadonlyMap<string, Elem>> {
  const elems = new Map<string, Elem>();
  if (node.dtype.kind !== 'struct') return elems;
  for (const { name } of node.dtype.fields) elems.set(name, await readElem(node.field(name)));
  return elems;
}
