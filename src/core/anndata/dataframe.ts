import { ElemUnreadableError } from '../errors.ts';
import type { NumericArray } from '../store/dtype.ts';
import type { ArrayNode, GroupNode, Node } from '../store/store.ts';
import { boolAttr, encodingType, stringAttr, stringsAttr } from './attrs.ts';
import {
  type ArrayElem,
  encodingName,
  type ColumnElem,
  type DataFrameElem,
  type Elem,
  type OtherElem,
  type StringArrayElem,
} from './elem.ts';
import { arrayMember, categorical, readArrayElem, readElem } from './read-elem.ts';

/** Name on disk of an index that has no name in pandas. */
export const NO_INDEX_NAME = '_index';

/** What a dataframe says of itself; its columns, which may be many, are not looked at. */
export interface FrameOutline {
  readonly rows: number;
  readonly indexKey: string;
  readonly index: ArrayElem | StringArrayElem;
  /** Which names are missing, where the index may say so. */
  readonly mask: ArrayNode | null;
  /** Names of the columns, in their order. */
  readonly order: readonly string[];
}

/** @throws ElemUnreadableError when it has no index or no list of columns */
export async function readFrameOutline(group: GroupNode): Promise<FrameOutline> {
  const indexKey = stringAttr(group.attrs, '_index');
  const order = stringsAttr(group.attrs, 'column-order');
  if (indexKey === undefined || order === undefined) {
    const missing = indexKey === undefined ? '_index' : 'column-order';
    throw new ElemUnreadableError({ elem: group.path, reason: `it has no attribute «${missing}»` });
  }
  const { values, mask } = await indexArrays(group, indexKey);
  const index = await readArrayElem(values);
  return { rows: index.shape[0] ?? 0, indexKey, index, mask, order };
}

/** An index is an array, or with pandas 3 a `nullable-string-array` (anndata 0.13). */
async function indexArrays(
  group: GroupNode,
  key: string,
): Promise<{ readonly values: ArrayNode; readonly mask: ArrayNode | null }> {
  const node = (await group.has(key)) ? await group.get(key) : undefined;
  if (node?.kind !== 'group' || encodingType(node) !== 'nullable-string-array') {
    return { values: await arrayMember(group, key), mask: null };
  }
  await readElem(node);
  return { values: await arrayMember(node, 'values'), mask: await arrayMember(node, 'mask') };
}

/** Rows of a mask that are looked at at once: a byte each. */
const MASK_ROWS = 2 ** 24;
/** Of a longer mask, of which nothing need be stored, nobody waits for the end. */
const MOST_MASK_ROWS = 2 ** 31;

/** A loop, since `findIndex` takes many times as long. */
function firstSet(values: NumericArray): number | undefined {
  for (let i = 0; i < values.length; i++) if (Number(values[i]) !== 0) return i;
  return undefined;
}

/** @throws ElemUnreadableError when the mask of an index says that a name is missing, or has no end */
async function requireAll(mask: ArrayNode, rows: number): Promise<void> {
  if (rows > MOST_MASK_ROWS) {
    const reason = `an index of ${rows} names that may be missing is too long`;
    throw new ElemUnreadableError({ elem: mask.path, reason });
  }
  for (let start = 0; start < rows; start += MASK_ROWS) {
    const block = await mask.read(start, Math.min(rows, start + MASK_ROWS));
    const row = block.kind === 'string' ? 0 : firstSet(block.values);
    if (row === undefined) continue;
    const reason = `the index has no name in row ${start + row}`;
    throw new ElemUnreadableError({ elem: mask.path, reason });
  }
}

export const noColumn = (name: string): string => `it has no column «${name}»`;
export const otherRows = (found: number, rows: number): string =>
  `it has ${found} rows where its index has ${rows}`;

/**
 * A `dataframe` of encoding-version 0.2.0, or 0.1.0 as anndata 0.7 wrote it.
 * @throws ElemUnreadableError when its index or a listed column is missing or of another length
 */
export async function readDataFrame(group: GroupNode): Promise<DataFrameElem> {
  const { rows, indexKey, index, mask, order } = await readFrameOutline(group);
  if (mask !== null) await requireAll(mask, rows);
  const columns: { name: string; elem: ColumnElem | OtherElem }[] = [];
  for (const name of order) {
    columns.push({ name, elem: await readFrameColumn(group, name, rows) });
  }
  const indexName = indexKey === NO_INDEX_NAME ? null : indexKey;
  return { encoding: 'dataframe', path: group.path, rows, indexName, index, columns };
}

/**
 * A column of a dataframe by its name.
 * @param rows of the dataframe
 * @throws ElemUnreadableError when it is missing or of another length
 */
export async function readFrameColumn(
  group: GroupNode,
  name: string,
  rows: number,
): Promise<ColumnElem | OtherElem> {
  if (!(await group.has(name))) {
    throw new ElemUnreadableError({ elem: group.path, reason: noColumn(name) });
  }
  const elem = await readColumn(group, await group.get(name));
  const [found = 0] = elem.encoding === 'unsupported' ? [rows] : elem.shape;
  if (found === rows) return elem;
  throw new ElemUnreadableError({ elem: elem.path, reason: otherRows(found, rows) });
}

async function readColumn(group: GroupNode, node: Node): Promise<ColumnElem | OtherElem> {
  const legacy = node.kind === 'array' ? stringAttr(node.attrs, 'categories') : undefined;
  if (legacy !== undefined && node.kind === 'array') {
    const categories = await arrayMember(
      await groupMember(group, '__categories'),
      legacy.slice(legacy.lastIndexOf('/') + 1),
    );
    return categorical(node.path, node, categories, boolAttr(categories.attrs, 'ordered'));
  }
  return asColumn(await readElem(node));
}

/** What of an elem can be a column. */
export function asColumn(elem: Elem): ColumnElem | OtherElem {
  switch (elem.encoding) {
    case 'array':
    case 'string-array':
      return elem.shape.length === 1
        ? elem
        : { encoding: 'unsupported', path: elem.path, name: `${elem.shape.length}-d column` };
    case 'categorical':
    case 'nullable-integer':
    case 'nullable-boolean':
    case 'nullable-string-array':
    case 'unsupported':
      return elem;
    case 'csr_matrix':
    case 'csc_matrix':
    case 'dataframe':
    case 'awkward-array':
    case 'rec-array':
    case 'complex-array':
    case 'dict':
    case 'numeric-scalar':
    case 'string':
    case 'null':
      return {
        encoding: 'unsupported',
        path: elem.path,
        name: `column of encoding ${encodingName(elem)}`,
      };
  }
}

async function groupMember(group: GroupNode, name: string): Promise<GroupNode> {
  const node = (await group.has(name)) ? await group.get(name) : undefined;
  if (node?.kind === 'group') return node;
  throw new ElemUnreadableError({ elem: group.path, reason: `it has no group «${name}»` });
}
