import * as z from 'zod';
import { OutputUnwritableError } from '../../../errors.ts';
import { removeFrom, savedChunksSchema, truncateLast } from './chunk-store.ts';
import type { StoreParts } from './group.ts';

/** What has to be known of a store that is half written. */
const checkpointSchema = z
  .strictObject({
    /** Those completed since the checkpoint before. */
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
    /** All arrays that are not complete. */
    open: z
      .array(
        z.strictObject({
          path: z.string(),
          rank: z.int().nonnegative(),
          rows: z.int().nonnegative(),
          chunks: savedChunksSchema.nullable(),
          /** File in the root with what there is of the next chunk. */
          gathered: z.strictObject({ file: z.string(), bytes: z.int().nonnegative() }),
          /** Of its chunks. */
          bytes: z.int().nonnegative(),
        }),
      )
      .readonly(),
  })
  .readonly();
export type ZarrCheckpoint = z.infer<typeof checkpointSchema>;
type OpenArray = ZarrCheckpoint['open'][number];

/** @throws ZodError when it was not made by `Checkpoints` */
export const parseCheckpoint = (saved: unknown): ZarrCheckpoint => checkpointSchema.parse(saved);

/** The checkpoints of a store. Files of gathered values stay until the next one no longer needs them. */
export class Checkpoints {
  readonly #parts: StoreParts;
  /** Nodes that were there at the last checkpoint. */
  #told: number;
  /** Arrays of them that were open. */
  #pending: readonly string[];
  #count: number;
  #current: readonly string[];
  #previous: readonly string[] = [];

  /** @param earlier checkpoints that the store was restored from */
  constructor(parts: StoreParts, earlier: readonly ZarrCheckpoint[]) {
    this.#parts = parts;
    this.#told = parts.nodes.size;
    const open = earlier.at(-1)?.open ?? [];
    this.#pending = open.map(({ path }) => path);
    this.#current = open.map(({ gathered }) => gathered.file);
    this.#count = earlier.length;
  }

  /** Brings to the disk what was written since. */
  async add(): Promise<ZarrCheckpoint> {
    const { folder, nodes } = this.#parts;
    for (const file of this.#previous) await folder.removeFile(file);
    const paths = [...this.#pending, ...[...nodes.keys()].slice(this.#told)];
    const complete = paths.filter((path) => nodes.get(path) != null);
    const open = paths.filter((path) => nodes.get(path) == null);
    const saved: ZarrCheckpoint = {
      nodes: await this.#saveNodes(complete),
      open: await this.#saveOpen(open),
    };
    const parents = paths.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    for (const parent of new Set(['', ...parents])) await folder.sync(parent);
    this.#told = nodes.size;
    this.#pending = open;
    this.#count += 1;
    this.#previous = this.#current;
    this.#current = saved.open.map(({ gathered }) => gathered.file);
    return saved;
  }

  /** Removes what is no part of the store. */
  async end(): Promise<void> {
    for (const file of [...this.#previous, ...this.#current]) {
      await this.#parts.folder.removeFile(file);
    }
  }

  async #saveNodes(paths: readonly string[]): Promise<ZarrCheckpoint['nodes']> {
    const { folder, nodes, arrays } = this.#parts;
    const saved: ZarrCheckpoint['nodes'][number][] = [];
    for (const path of paths) {
      const isArray = arrays.has(path);
      const bytes = await folder.syncFolder(path, () => isArray);
      const documents = (nodes.get(path) ?? []).map(([file, text]): [string, string] => [
        file,
        text,
      ]);
      saved.push({ path, isArray, documents, bytes });
    }
    return saved;
  }

  async #saveOpen(paths: readonly string[]): Promise<readonly OpenArray[]> {
    const { folder, open } = this.#parts;
    const saved: OpenArray[] = [];
    for (const [i, path] of paths.entries()) {
      const array = open.get(path);
      if (array === undefined) {
        const reason = 'was not closed';
        throw new OutputUnwritableError({ path: folder.path, elem: path, reason });
      }
      const { rank, rows, chunks, gathered } = await array.save();
      const file = `.gathered-${this.#count}-${i}`;
      await folder.writeFile(file, gathered);
      await folder.sync(file);
      const bytes = await folder.syncFolder(path, () => true);
      saved.push({ path, rank, rows, chunks, gathered: { file, bytes: gathered.length }, bytes });
    }
    return saved;
  }
}

/**
 * Brings folder and nodes to where they were at the last of the checkpoints.
 * @throws OutputUnwritableError when it is not the folder that was left
 */
export async function restore(
  parts: StoreParts,
  checkpoints: readonly ZarrCheckpoint[],
): Promise<void> {
  const open = checkpoints.at(-1)?.open ?? [];
  const bytes = new Map<string, number>();
  for (const node of checkpoints.flatMap(({ nodes }) => nodes)) {
    parts.nodes.set(node.path, node.documents);
    (node.isArray ? parts.arrays : parts.restored).add(node.path);
    bytes.set(node.path, node.bytes);
  }
  for (const array of open) {
    await restoreOpen(parts, array);
    bytes.set(array.path, array.bytes);
  }
  for (const [path, size] of bytes) {
    if ((await sizeOf(parts, path, parts.arrays.has(path))) !== size) throw changed(parts, path);
  }
  await cutBack(parts, '', new Set(open.map(({ gathered }) => gathered.file)));
}

const changed = ({ folder }: StoreParts, elem: string): OutputUnwritableError =>
  new OutputUnwritableError({ path: folder.path, elem, reason: 'it is not what was left' });

async function restoreOpen(parts: StoreParts, array: OpenArray): Promise<void> {
  const { folder, version, nodes, arrays, left } = parts;
  const { path, rank, rows, chunks } = array;
  const gathered = await folder.readFile(array.gathered.file);
  if (gathered.length !== array.gathered.bytes) throw changed(parts, path);
  // It may have been completed since.
  for (const file of ['zarr.json', '.zarray', '.zattrs'])
    await folder.removeFile(`${path}/${file}`);
  const place = { folder, array: path, version, rank };
  await removeFrom(place, await truncateLast(place, chunks));
  nodes.set(path, null);
  arrays.add(path);
  left.set(path, { rank, rows, chunks, gathered });
}

/** Removes what is in the folder of a group and came after the checkpoint. */
async function cutBack(
  parts: StoreParts,
  group: string,
  others: ReadonlySet<string>,
): Promise<void> {
  const documents = new Set(parts.nodes.get(group)?.map(([file]) => file));
  for (const entry of await parts.folder.list(group)) {
    const path = group === '' ? entry.name : `${group}/${entry.name}`;
    const isKept = entry.isDirectory()
      ? parts.nodes.has(path)
      : documents.has(entry.name) || others.has(path);
    if (!isKept) await parts.folder.remove(path);
    else if (entry.isDirectory() && !parts.arrays.has(path)) await cutBack(parts, path, others);
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
