import type { Plan, PlanElem } from '../../../shared/plan.ts';
import { type Elem, encodingName, isSparse, type SparseElem } from '../../anndata/elem.ts';
import { elemDtype } from '../../anndata/elem-type.ts';
import { readElem } from '../../anndata/read-elem.ts';
import { OutputMismatchError, throwIfCancelled } from '../../errors.ts';
import type { Node, Store } from '../../store/store.ts';
import { differentCopy } from '../../store/zarr/read/copies.ts';
import { nodeAt } from '../inputs.ts';
import { asMismatch } from './check-sink.ts';

/**
 * Holds the metadata of a store against a plan: every elem is there with the encoding, dtype, shape
 * and categories that were promised, sparse matrices have as many entries as their rows say, there
 * is nothing else, and what Zarr holds of it twice is the same.
 * @throws OutputMismatchError for the first elem that is not as planned
 */
export async function checkStructure(
  store: Store,
  { elems }: Plan,
  signal: AbortSignal | undefined,
): Promise<void> {
  const elem = await differentCopy(store.path, signal);
  if (elem !== null) {
    const reason = 'its metadata or members are not those that are consolidated';
    throw new OutputMismatchError({ path: store.path, elem, reason });
  }
  const kept = elems.filter(({ action }) => action !== 'drop');
  const members = membersOf(kept);
  for (const planned of kept) {
    throwIfCancelled(signal);
    const elem = planned.path;
    await asMismatch(store.path, elem, async () => {
      const node = await nodeAt(store, elem);
      const found = await readElem(node);
      const reason =
        mismatch(planned, found) ??
        (await otherMembers(node, members.get(elem))) ??
        (isSparse(found) ? await otherEntries(store, found, signal) : null);
      if (reason !== null) throw new OutputMismatchError({ path: store.path, elem, reason });
    });
  }
}

/** Names of the planned members of each planned group that has any. */
function membersOf(elems: readonly PlanElem[]): ReadonlyMap<string, ReadonlySet<string>> {
  const members = new Map<string, Set<string>>();
  for (const { path, encoding } of elems) {
    if (isContainer(encoding)) members.set(path, new Set());
  }
  for (const { path } of elems) {
    if (path === '') continue;
    const slash = path.lastIndexOf('/');
    members.get(slash < 0 ? '' : path.slice(0, slash))?.add(path.slice(slash + 1));
  }
  return members;
}

const isContainer = (encoding: string): boolean => encoding === 'dataframe' || isMapping(encoding);

/** Groups without a form of their own: a reader takes each for a dict. */
const isMapping = (encoding: string): boolean => ['anndata', 'raw', 'dict'].includes(encoding);

async function otherMembers(
  node: Node,
  planned: ReadonlySet<string> | undefined,
): Promise<string | null> {
  if (planned === undefined || node.kind === 'array') return null;
  const other = (await node.keys()).find((name) => !planned.has(name));
  return other === undefined ? null : `it has «${other}», which was not planned`;
}

/** The last of the row pointers is the number of entries. */
async function otherEntries(
  store: Store,
  { path, shape, encoding, nnz }: SparseElem,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const pointers = await nodeAt(store, `${path}/indptr`);
  if (pointers.kind === 'group') return 'its indptr is a group';
  const major = shape[encoding === 'csr_matrix' ? 0 : 1];
  const block = await pointers.read(major, major + 1, signal);
  const last = block.kind === 'numeric' ? Number(block.values[0]) : NaN;
  return last === nnz ? null : `${nnz} entries where its rows have ${last}`;
}

function mismatch(planned: PlanElem, found: Elem): string | null {
  const encoding = isMapping(planned.encoding) ? 'dict' : planned.encoding;
  if (encodingName(found) !== encoding)
    return `${encodingName(found)} where ${encoding} was planned`;
  if (planned.shape !== null && 'shape' in found && planned.shape.join() !== found.shape.join()) {
    return `shape ${found.shape.join(' × ')} where ${planned.shape.join(' × ')} was planned`;
  }
  const dtype = elemDtype(found);
  if (planned.dtype !== null && dtype !== null && planned.dtype !== dtype) {
    return `dtype ${dtype} where ${planned.dtype} was planned`;
  }
  if (found.encoding === 'categorical' && found.categories !== planned.categories) {
    return `${found.categories} categories where ${planned.categories ?? 0} were planned`;
  }
  if (found.encoding === 'categorical' && found.ordered !== planned.ordered) {
    return `categories that are ${found.ordered ? '' : 'not '}ordered, unlike what was planned`;
  }
  return null;
}
