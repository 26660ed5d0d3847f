import { createHash } from 'node:crypto';
import * as z from 'zod';
import { OutputUnwritableError } from '../../../errors.ts';
import { openCollectionSchema } from './global-heap.ts';
import { Hdf5Group, type FileParts, type Member } from './group.ts';
import { MessageType, type Message } from './messages.ts';
import type { OutputFile } from './output-file.ts';
import { SUPERBLOCK_SIZE } from './superblock.ts';

/** Bytes before the end of which a digest tells whether the file is still the one that was left. */
const TAIL = 4096;

const messagesSchema = z.array(z.tuple([z.enum(MessageType), z.base64()])).readonly();

/** What has to be known of a file that is half written. Members are those since the checkpoint before. */
const checkpointSchema = z
  .strictObject({
    end: z.int().nonnegative(),
    tail: z.string(),
    heap: openCollectionSchema.nullable(),
    root: messagesSchema,
    members: z
      .array(
        z.strictObject({
          /** Position of the group that it is in. */
          parent: z.int().nonnegative(),
          name: z.string(),
          /** Address of the object header of what is no group. */
          at: z.int().nonnegative().nullable(),
          /** Attributes of a group. */
          attributes: messagesSchema.nullable(),
        }),
      )
      .readonly(),
  })
  .readonly();
export type Hdf5Checkpoint = z.infer<typeof checkpointSchema>;

/** @throws ZodError when it was not made by `checkpointOf` */
export const parseCheckpoint = (saved: unknown): Hdf5Checkpoint => checkpointSchema.parse(saved);

/** Brings the file to the disk. @param members since the checkpoint before */
export async function checkpointOf(
  { file, heap, groups }: FileParts,
  members: readonly Member[],
): Promise<Hdf5Checkpoint> {
  const open = await heap.checkpoint();
  await file.sync();
  return {
    end: file.end,
    tail: await tailOf(file, open),
    heap: open,
    root: encode(groups[0]?.attributes ?? []),
    members: members.map(({ parent, name, at, group }) => ({
      parent: parent.index,
      name,
      at,
      attributes: group === null ? null : encode(group.attributes),
    })),
  };
}

/**
 * Makes the groups as they were at the last of the checkpoints.
 * @throws OutputUnwritableError when it is not the file that was left
 */
export async function restore(
  parts: FileParts,
  checkpoints: readonly Hdf5Checkpoint[],
): Promise<Hdf5Group> {
  const last = checkpoints.at(-1);
  if (last === undefined || (await tailOf(parts.file, last.heap)) !== last.tail)
    throw changed(parts);
  if (last.heap !== null) await parts.heap.restore(last.heap);
  const root = new Hdf5Group(parts, '', decode(last.root), null);
  for (const { parent, name, at, attributes } of checkpoints.flatMap(({ members }) => members)) {
    const group = parts.groups[parent];
    if (group === undefined) throw changed(parts);
    if (attributes !== null) group.restoreGroup(name, decode(attributes));
    else if (at !== null) group.restoreArray(name, at);
    else throw changed(parts);
  }
  return root;
}

const changed = ({ file }: FileParts): OutputUnwritableError =>
  new OutputUnwritableError({ path: file.path, reason: 'it is not the file that was left' });

/** Without the room of the open collection, which is filled after the checkpoint. */
async function tailOf(file: OutputFile, open: Hdf5Checkpoint['heap']): Promise<string> {
  const start = Math.max(SUPERBLOCK_SIZE, file.end - TAIL);
  const bytes = await file.readAt(start, file.end - start);
  if (open !== null) {
    const [from, to] = [open.at + open.used - start, open.at + open.size - start];
    bytes.fill(0, Math.max(0, from), Math.max(0, to));
  }
  return createHash('sha256').update(bytes).digest('hex');
}

const encode = (messages: readonly Message[]): Hdf5Checkpoint['root'] =>
  messages.map(({ type, body }) => [type, Buffer.from(body).toString('base64')]);

const decode = (messages: Hdf5Checkpoint['root']): readonly Message[] =>
  messages.map(([type, body]) => ({ type, body: Buffer.from(body, 'base64') }));
