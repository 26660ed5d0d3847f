import { realpath, stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { isUrl } from '../../../../shared/url.ts';
import { throwIfCancelled } from '../../../errors.ts';
import { systemCode } from '../../system-error.ts';
import { parseNode, readNodeJson, versionOf, type NodeJson } from './node-meta.ts';
import { FolderSource } from './source/folder.ts';
import { consolidatedNodes, ListedTree } from './tree.ts';

/**
 * A folder of Zarr may hold the metadata of its nodes twice, beside their values and consolidated at
 * the root, and readers choose the one or the other.
 * @returns path of the first node of which the two are not the same, or whose members are not; null
 * where all are, where there is one of the two only, and for what is no such folder
 * @throws the system's error, CancelledError
 */
export async function differentCopy(
  store: string,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  if (isUrl(store) || !(await stat(store)).isDirectory()) return null;
  const source = new FolderSource(await realpath(store));
  const version = await versionOf(source);
  if (version === undefined) return null;
  const root = await readNodeJson(source, '', version);
  const nodes = await consolidatedNodes(source, version, root);
  if (nodes === undefined) return null;
  const members = countMembers(nodes.keys());
  const listed = new ListedTree(source, version);
  for (const [path, copy] of new Map([...nodes, ['', root]])) {
    throwIfCancelled(signal);
    const own = await readNodeJson(source, path, version).catch(damaged);
    if (own === null || !isDeepStrictEqual(documentsOf(own), documentsOf(copy))) return path;
    // All that are consolidated are there, so that as many are the same.
    if (parseNode(copy)?.kind !== 'group') continue;
    if ((await listed.members(path)).length !== (members.get(path) ?? 0)) return path;
  }
  return null;
}

/** What is no metadata is not the same. */
function damaged(error: unknown): null {
  if (systemCode(error) !== undefined) throw error;
  return null;
}

const documentsOf = (json: NodeJson): object =>
  Object.fromEntries(Object.entries(json).filter(([, document]) => document !== undefined));

function countMembers(paths: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    if (path === '') continue;
    const group = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}
