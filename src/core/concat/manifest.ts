import type { StoreFormat } from '../../shared/options.ts';
import { encodingType } from '../anndata/attrs.ts';
import type { DataFrameElem, Elem } from '../anndata/elem.ts';
import { readElem } from '../anndata/read-elem.ts';
import { ElemUnreadableError, ElemUnsupportedError, NotAnnDataError } from '../errors.ts';
import { readUns, readUnsKeys, type UnsDict } from './merge/uns-tree.ts';
import { type StoreStat, storeStat } from '../store/stat.ts';
import type { GroupNode, Node, Store } from '../store/store.ts';

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

/** All that one input's metadata says; no values, no open handles. */
export interface Manifest extends AnnDataPart, StoreStat {
  readonly path: string;
  readonly format: StoreFormat;
  readonly uns: UnsDict;
  /** Null when there is none. Its obs has the names of the input's and no columns. */
  readonly raw: AnnDataPart | null;
}

const NOTHING: Mapping = new Map();

/**
 * Reads the metadata of an open store.
 * @param wholeUns whether uns is read to its leaves, or its keys only
 * @throws NotAnnDataError when it has no obs and var
 * @throws ElemUnreadableError when something promised is missing or shapes contradict each other
 * @throws ElemUnsupportedError for the compound tables of anndata 0.6 and older
 */
export async function readManifest(
  store: Store,
  { wholeUns }: { readonly wholeUns: boolean },
): Promise<Manifest> {
  const read = wholeUns ? readUns : readUnsKeys;
  const { root, path } = store;
  // Before anything is read, so that whatever changes from now on is noticed.
  const stats = await storeStat(path);
  const rootEncoding = encodingType(root);
  if (rootEncoding !== '' && rootEncoding !== 'anndata') {
    throw new NotAnnDataError({ path, reason: `its root is encoded as ${rootEncoding}` });
  }
  const obs = await readAxis(store, root, 'obs');
  const variables = await readAxis(store, root, 'var');
  const part: AnnDataPart = {
    X: await readMember(root, 'X'),
    obs,
    var: variables,
    layers: await readMapping(root, 'layers'),
    obsm: await readMapping(root, 'obsm'),
    varm: await readMapping(root, 'varm'),
    obsp: await readMapping(root, 'obsp'),
    varp: await readMapping(root, 'varp'),
  };
  checkShapes(path, part);
  const uns = await member(root, 'uns');
  return {
    path,
    format: store.format,
    ...stats,
    ...part,
    uns: uns?.kind === 'group' ? await read(uns) : { kind: 'dict', children: new Map() },
    raw: await readRaw(store, obs),
  };
}

async function member(group: GroupNode, name: string): Promise<Node | undefined> {
  return (await group.has(name)) ? group.get(name) : undefined;
}

async function readMember(group: GroupNode, name: string): Promise<Elem | null> {
  const node = await member(group, name);
  if (node === undefined) return null;
  const elem = await readElem(node);
  return elem.encoding === 'null' ? null : elem;
}

async function readAxis(
  store: Store,
  group: GroupNode,
  name: 'obs' | 'var',
): Promise<DataFrameElem> {
  const node = await member(group, name);
  if (node === undefined) {
    throw new NotAnnDataError({ path: store.path, reason: `it has no ${group.path}${name}` });
  }
  if (node.kind === 'array') {
    const reason = 'a compound table, as anndata 0.6 and older wrote it';
    throw new ElemUnsupportedError({ path: store.path, elem: node.path, reason });
  }
  const elem = await readElem(node);
  if (elem.encoding === 'dataframe') return elem;
  throw new NotAnnDataError({ path: store.path, reason: `its ${name} is no dataframe` });
}

async function readMapping(group: GroupNode, name: string): Promise<Mapping> {
  const node = await member(group, name);
  if (node?.kind !== 'group') return NOTHING;
  const mapping = new Map<string, Elem>();
  for (const key of await node.keys()) mapping.set(key, await readElem(await node.get(key)));
  return mapping;
}

async function readRaw(store: Store, obs: DataFrameElem): Promise<AnnDataPart | null> {
  const node = await member(store.root, 'raw');
  if (node?.kind !== 'group') return null;
  const part: AnnDataPart = {
    X: await readMember(node, 'X'),
    obs: { ...obs, columns: [] },
    var: await readAxis(store, node, 'var'),
    layers: NOTHING,
    obsm: NOTHING,
    varm: await readMapping(node, 'varm'),
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
    if (elem === null || !('shape' in elem)) return;
    // The rows of an awkward array have no common width.
    const expected = elem.encoding === 'awkward-array' ? extents.slice(0, 1) : extents;
    const found = elem.shape.slice(0, expected.length);
    if (expected.every((length, i) => found[i] === length)) return;
    const reason = `its shape is ${elem.shape.join(' × ')} where ${expected.join(' × ')} is due`;
    throw new ElemUnreadableError({ path, elem: elem.path, reason });
  };
  check(part.X, [nObs, nVars]);
  for (const elem of part.layers.values()) check(elem, [nObs, nVars]);
  for (const elem of part.obsm.values()) check(elem, [nObs]);
  for (const elem of part.varm.values()) check(elem, [nVars]);
  for (const elem of part.obsp.values()) check(elem, [nObs, nObs]);
  for (const elem of part.varp.values()) check(elem, [nVars, nVars]);
}
