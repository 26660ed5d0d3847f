import { z } from 'zod';
import { OutputUnwritableError } from '../../../errors.ts';
import type { StoreParts } from './group.ts';

/** What has to be known of a store that is half written: the nodes since the checkpoint before. */
const checkpointSchema = z
  .strictObject({
    nodes: z
      .array(
        z.strictObject({
          path: z.string(),
          isArray: z.boolean(),
          /** Metadata by the names of their files. */
          documents: z.array(z.tuple([z.string(), z.string()])).readonly(),
          /** Of its files, without those of its members. */
          bytes: z.int().nonnegative(),
        }),
      )
      .readonly(),
  })
  .readonly();
type ZarrCheckpoint = z.infer<typeof checkpointSchema>;

/** @throws ZodError when it was not made by `checkpointOf` */
export const parseCheckpoint = (saved: unknown): ZarrCheckpoint => checkpointSchema.parse(saved);

/** Brings nodes to the disk. @param paths since the checkpoint before */
export async function checkpointOf(
  { folder, nodes, arrays }: StoreParts,
  paths: readonly string[],
): Promise<ZarrCheckpoint> {
  const saved: ZarrCheckpoint['nodes'][number][] = [];
  const parents = new Set<string>(['']);
  for (const path of paths) {
    const documents = nodes.get(path) ?? null;
    if (documents === null) {
      throw new OutputUnwritableError({ path: folder.path, elem: path, reason: 'was not closed' });
    }
    const isArray = arrays.has(path);
    const bytes = await folder.syncFolder(path, () => isArray);
    saved.push({ path, isArray, documents: documents.map(([file, text]) => [file, text]), bytes });
    parents.add(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  }
  for (const parent of parents) await folder.sync(parent);
  return { nodes: saved };
}

/**
 * Brings folder and nodes to where they were at the last of the checkpoints.
 * @throws OutputUnwritableError when it is not the folder that was left
 */
export async function restore(
  parts: StoreParts,
  checkpoints: readonly ZarrCheckpoint[],
): Promise<void> {
  const bytes = new Map<string, number>();
  for (const node of checkpoints.flatMap(({ nodes }) => nodes)) {
    parts.nodes.set(node.path, node.documents);
    (node.isArray ? parts.arrays : parts.restored).add(node.path);
    bytes.set(node.path, node.bytes);
  }
  for (const [path, size] of bytes) {
    if ((await sizeOf(parts, path, parts.arrays.has(path))) === size) continue;
    const reason = 'it is not what was left';
    throw new OutputUnwritableError({ path: parts.folder.path, elem: path, reason });
  }
  await cutBack(parts, '');
}

/** Removes what is in the folder of a group and came after the checkpoint. */
async function cutBack(parts: StoreParts, group: string): Promise<void> {
  const documents = new Set(parts.nodes.get(group)?.map(([file]) => file));
  for (const entry of await parts.folder.list(group)) {
    const path = group === '' ? entry.name : `${group}/${entry.name}`;
    const isKept = entry.isDirectory() ? parts.nodes.has(path) : documents.has(entry.name);
    if (!isKept) await parts.folder.remove(path);
    else if (entry.isDirectory() && !parts.arrays.has(path)) await cutBack(parts, path);
  }
}

async function sizeOf({ folder }: StoreParts, node: string, isDeep: boolean): Promise<number> {
  let sum = 0;
  const pending = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const entry of await folder.list(next)) {
      if (!entry.isDirectory()) sum += await folder.bytesOf(`${next}/${entry.name}`);
      else if (isDeep) pending.push(`${next}/${entry.name}`);
    }
  }
  return sum;
}
