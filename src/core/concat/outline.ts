import { encodingType } from '../anndata/attrs.ts';
import { readFrameOutline } from '../anndata/dataframe.ts';
import type { DataFrameElem, Elem } from '../anndata/elem.ts';
import { readLegacyTable } from '../anndata/legacy-table.ts';
import { readElem } from '../anndata/read-elem.ts';
import { ElemUnreadableError, NotAnnDataError } from '../errors.ts';
import type { GroupNode, Node, Store } from '../store/store.ts';

/** What obs or var says of itself; its columns are not looked at. */
export interface AxisOutline {
  readonly node: Node;
  readonly rows: number;
  readonly index: DataFrameElem['index'];
}

/**
 * Of obs or var, at a cost that does not grow with its columns.
 * @throws NotAnnDataError when there is none
 * @throws ElemUnreadableError when it has no index
 */
async function readAxisOutline(store: Store, name: 'obs' | 'var'): Promise<AxisOutline> {
  const node = await axisNode(store, store.root, name);
  if (node.kind === 'array') return { node, ...(await readLegacyTable(node)) };
  if (encodingType(node) !== 'dataframe') throw noDataFrame(store, name);
  return { node, ...(await readFrameOutline(node)) };
}

/** What a store says of itself at a cost that does not grow with its members. */
export interface StoreOutline {
  readonly obs: AxisOutline;
  readonly var: AxisOutline;
  /** Null when there is none. */
  readonly X: Elem | null;
}

/**
 * Size and X of an AnnData.
 * @throws NotAnnDataError when it has no obs and var
 * @throws ElemUnreadableError when something promised is missing, or X is of another shape
 */
export async function readOutline(store: Store): Promise<StoreOutline> {
  checkRoot(store);
  const obs = await readAxisOutline(store, 'obs');
  const vars = await readAxisOutline(store, 'var');
  const X = await readMember(store.root, 'X');
  checkShape(store.path, X, [obs.rows, vars.rows]);
  return { obs, var: vars, X };
}

/** @throws NotAnnDataError when the root says that it is something else */
export function checkRoot({ root, path }: Store): void {
  const encoding = encodingType(root);
  if (encoding === '' || encoding === 'anndata') return;
  throw new NotAnnDataError({ path, reason: `its root is encoded as ${encoding}` });
}

/** Undefined when there is none. @throws ElemUnreadableError */
export async function member(group: GroupNode, name: string): Promise<Node | undefined> {
  return (await group.has(name)) ? group.get(name) : undefined;
}

/** Null when there is none. @throws ElemUnreadableError */
export async function readMember(group: GroupNode, name: string): Promise<Elem | null> {
  const node = await member(group, name);
  if (node === undefined) return null;
  const elem = await readElem(node);
  return elem.encoding === 'null' ? null : elem;
}

/** @throws NotAnnDataError when there is none */
export async function axisNode(store: Store, group: GroupNode, name: string): Promise<Node> {
  const node = await member(group, name);
  if (node !== undefined) return node;
  throw new NotAnnDataError({ path: store.path, reason: `it has no ${group.path}${name}` });
}

export const noDataFrame = ({ path }: Store, name: string): NotAnnDataError =>
  new NotAnnDataError({ path, reason: `its ${name} is no dataframe` });

/** @throws ElemUnreadableError when the first extents of an elem are not those due */
export function checkShape(path: string, elem: Elem | null, extents: readonly number[]): void {
  if (elem === null || !('shape' in elem)) return;
  // The rows of an awkward array have no common width.
  const expected = elem.encoding === 'awkward-array' ? extents.slice(0, 1) : extents;
  const found = elem.shape.slice(0, expected.length);
  if (expected.every((length, i) => found[i] === length)) return;
  const reason = `its shape is ${elem.shape.join(' × ')} where ${expected.join(' × ')} is due`;
  throw new ElemUnreadableError({ path, elem: elem.path, reason });
}
