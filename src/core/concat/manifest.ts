import type { StoreFormat } from '../../shared/options.ts';
import type { DataFrameElem, Elem } from '../anndata/elem.ts';
import { withCategories } from '../anndata/legacy-categories.ts';
import { readFields, readLegacyTable } from '../anndata/legacy-table.ts';
import { readElem } from '../anndata/read-elem.ts';
import { ElemUnreadableError } from '../errors.ts';
import { movedNeighbors, withoutNeighbors } from './merge/neighbors.ts';
import { readUns, readUnsKeys, type UnsDict, withoutKeys } from './merge/uns-tree.ts';
import { axisNode, checkRoot, checkShape, member, noDataFrame, readMember } from './outline.ts';
import { type StoreStat, storeStat } from '../store/stat.ts';
import type { GroupNode, Store } from '../store/store.ts';

export type Mapping = ReadonlyMap<string, Elem>;

/** The parts that an AnnData and its raw have in common. */
export interface AnnDataPart {
  /** Null when there is none. */
  readonly X: Elem | null;
  readonly obs: DataFrameElem;
  readonly var: DataFrameElem;
  readonly layers: Mapping;
  readonly obsm: Mapping;
  readonly varm: Mapping;
  readonly obsp: Mapping;
  readonly varp: Mapping;
}

/** All that one store's metadata says; no values, no open handles. */
export interface StoreMetadata extends AnnDataPart {
  readonly path: string;
  readonly format: StoreFormat;
  readonly uns: UnsDict;
  /** Null when there is none. Its obs has the names of the input's and no columns. */
  readonly raw: AnnDataPart | null;
}

/** The same of an input, with what tells it from itself after a change. */
export interface Manifest extends StoreMetadata, StoreStat {}

const NOTHING: Mapping = new Map();
const NO_UNS: UnsDict = { kind: 'dict', children: new Map() };

interface Depth {
  /** Whether uns is read to its leaves, or its keys only. */
  readonly wholeUns: boolean;
}

/**
 * Reads the metadata of an input that is open, and looks at all of its files.
 * @throws as `readMetadata`, StoreNotFoundError, StoreUnreadableError
 */
export async function readManifest(store: Store, depth: Depth): Promise<Manifest> {
  // Before anything is read, so that whatever changes from now on is noticed.
  const stats = await storeStat(store.path);
  return { ...stats, ...(await readMetadata(store, depth)) };
}

/**
 * Reads the metadata of an open store.
 * @throws NotAnnDataError when it has no obs and var
 * @throws ElemUnreadableError when something promised is missing or shapes contradict each other
 */
export async function readMetadata(store: Store, { wholeUns }: Depth): Promise<StoreMetadata> {
  const { root, path } = store;
  checkRoot(store);
  const uns = await unsOf(root);
  const tables = {
    obs: await readAxis(store, root, 'obs'),
    var: await readAxis(store, root, 'var'),
  };
  // As anndata does it where obs is of the old form, whatever var is.
  const isOld = (await root.get('obs')).kind === 'array';
  const { used, ...axes } =
    isOld && uns !== null
      ? await withCategories(root, uns, tables)
      : { ...tables, used: new Set<string>() };
  const moved = uns === null ? NOTHING : await movedNeighbors(uns);
  const part: AnnDataPart = {
    X: await readMember(root, 'X'),
    ...axes,
    layers: await readMapping(root, 'layers'),
    obsm: await readMapping(root, 'obsm'),
    varm: await readMapping(root, 'varm'),
    obsp: new Map([...(await readMapping(root, 'obsp')), ...moved]),
    varp: await readMapping(root, 'varp'),
  };
  checkShapes(path, part);
  const read = wholeUns ? readUns : readUnsKeys;
  const dict = uns === null ? NO_UNS : await read(uns);
  return {
    path,
    format: store.format,
    ...part,
    uns: withoutNeighbors(withoutKeys(dict, used), new Set(moved.keys())),
    raw: await readRaw(store, axes.obs),
  };
}

async function unsOf(root: GroupNode): Promise<GroupNode | null> {
  const node = await member(root, 'uns');
  return node?.kind === 'group' ? node : null;
}

async function readAxis(store: Store, group: GroupNode, name: string): Promise<DataFrameElem> {
  const node = await axisNode(store, group, name);
  if (node.kind === 'array') return readLegacyTable(node);
  const elem = await readElem(node);
  if (elem.encoding === 'dataframe') return elem;
  throw noDataFrame(store, name);
}

async function readMapping(group: GroupNode, name: string): Promise<Mapping> {
  const node = await member(group, name);
  if (node?.kind === 'array') return readFields(node);
  if (node === undefined) return NOTHING;
  const mapping = new Map<string, Elem>();
  for (const key of await node.keys()) mapping.set(key, await readElem(await node.get(key)));
  return mapping;
}

async function readRaw(store: Store, obs: DataFrameElem): Promise<AnnDataPart | null> {
  const node = await member(store.root, 'raw');
  const isOld = await store.root.has('raw.X');
  if (node?.kind === 'group' && isOld) {
    const reason = 'it has both raw and raw.X';
    throw new ElemUnreadableError({ path: store.path, elem: 'raw', reason });
  }
  if (node?.kind !== 'group' && !isOld) return null;
  // Of old, the parts of raw had names with a dot, at the root.
  const group = node?.kind === 'group' ? node : store.root;
  const prefix = isOld ? 'raw.' : '';
  const part: AnnDataPart = {
    X: await readMember(group, `${prefix}X`),
    obs: { ...obs, columns: [] },
    var: await readAxis(store, group, `${prefix}var`),
    layers: NOTHING,
    obsm: NOTHING,
    varm: await readMapping(group, `${prefix}varm`),
    obsp: NOTHING,
    varp: NOTHING,
  };
  checkShapes(store.path, part);
  return part;
}

/** Rows and columns of every elem must be those of obs and var, as AnnData demands. */
function checkShapes(path: string, part: AnnDataPart): void {
  const nObs = part.obs.rows;
  const nVars = part.var.rows;
  const check = (elem: Elem | null, extents: readonly number[]): void => {
    checkShape(path, elem, extents);
  };
  check(part.X, [nObs, nVars]);
  for (const elem of part.layers.values()) check(elem, [nObs, nVars]);
  for (const elem of part.obsm.values()) check(elem, [nObs]);
  for (const elem of part.varm.values()) check(elem, [nVars]);
  for (const elem of part.obsp.values()) check(elem, [nObs, nObs]);
  for (const elem of part.varp.values()) check(elem, [nVars, nVars]);
}
