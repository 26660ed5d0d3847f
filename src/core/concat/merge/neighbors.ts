import { type Elem, isMatrix } from '../../anndata/elem.ts';
import { readElem } from '../../anndata/read-elem.ts';
import type { GroupNode } from '../../store/store.ts';
import { type UnsDict, withoutKeys } from './uns-tree.ts';

const NEIGHBORS = 'neighbors';
const MATRICES = ['distances', 'connectivities'];

/**
 * The matrices under `uns/neighbors` that belong into obsp, as AnnData takes them to be since 0.7
 * (`anndata.compat._move_adj_mtx`, at whatever time the store was written).
 */
export async function movedNeighbors(uns: GroupNode): Promise<ReadonlyMap<string, Elem>> {
  const moved = new Map<string, Elem>();
  const neighbors = (await uns.has(NEIGHBORS)) ? await uns.get(NEIGHBORS) : undefined;
  if (neighbors?.kind !== 'group') return moved;
  for (const key of MATRICES) {
    if (!(await neighbors.has(key))) continue;
    const elem = await readElem(await neighbors.get(key));
    if (isMatrix(elem) && elem.shape.length === 2) moved.set(key, elem);
  }
  return moved;
}

export function withoutNeighbors(uns: UnsDict, moved: ReadonlySet<string>): UnsDict {
  const neighbors = uns.children.get(NEIGHBORS);
  if (moved.size === 0 || neighbors?.kind !== 'dict') return uns;
  const children = new Map(uns.children).set(NEIGHBORS, withoutKeys(neighbors, moved));
  return { kind: 'dict', children };
}
