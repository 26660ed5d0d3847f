import { OutputUnwritableError } from '../../../errors.ts';
import { ByteBudget } from '../../byte-budget.ts';
import { ENCODE_BYTES_MAX } from '../../encode-queue.ts';
import type { AttrsInput, GroupSink, StoreSink } from '../../store.ts';
import { checkpointOf, parseCheckpoint, restore } from './checkpoint.ts';
import { GlobalHeap } from './global-heap.ts';
import { Hdf5Group, type FileParts } from './group.ts';
import { OutputFile } from './output-file.ts';
import { superblock, SUPERBLOCK_SIZE } from './superblock.ts';

/**
 * Creates an HDF5 file in the format of library version 1.8 (HDF5 File Format Specification 3.0),
 * written front to back. It has no superblock before `finish`, so a file cut short never opens.
 * @param path must not exist
 * @param attrs of the root group
 * @throws OutputExistsError, OutputUnwritableError
 */
export async function createHdf5(path: string, attrs: AttrsInput = {}): Promise<StoreSink> {
  const file = await OutputFile.create(path, SUPERBLOCK_SIZE);
  return build(file, (parts) => Hdf5Group.create(parts, '', attrs));
}

/**
 * Continues a file from its checkpoints.
 * @throws OutputUnwritableError when it is not the file that was left
 */
export async function reopenHdf5(path: string, saved: readonly unknown[]): Promise<StoreSink> {
  const checkpoints = saved.map(parseCheckpoint);
  const file = await OutputFile.reopen(path, checkpoints.at(-1)?.end ?? 0);
  return build(file, async (parts) => {
    const root = await restore(parts, checkpoints);
    await file.cut();
    // It may have been finished, and must not open before it is again.
    await file.writeAt(0, new Uint8Array(SUPERBLOCK_SIZE));
    return root;
  });
}

async function build(
  file: OutputFile,
  makeRoot: (parts: FileParts) => Promise<GroupSink>,
): Promise<StoreSink> {
  const budget = new ByteBudget(ENCODE_BYTES_MAX);
  const parts = { file, heap: new GlobalHeap(file), budget, groups: [], members: [] };
  try {
    return new Hdf5Sink(parts, await makeRoot(parts));
  } catch (error) {
    await file.close();
    throw error;
  }
}

class Hdf5Sink implements StoreSink {
  readonly root: GroupSink;
  readonly continuesArrays = false;
  readonly #parts: FileParts;
  /** Members of which a checkpoint tells. */
  #checkpointed: number;
  #finished = false;

  constructor(parts: FileParts, root: GroupSink) {
    this.#parts = parts;
    this.root = root;
    this.#checkpointed = parts.members.length;
  }

  async checkpoint(): Promise<object> {
    const members = this.#parts.members.slice(this.#checkpointed);
    this.#checkpointed = this.#parts.members.length;
    return await checkpointOf(this.#parts, members);
  }

  async finish(): Promise<number> {
    const { file, heap, groups } = this.#parts;
    if (this.#finished) {
      throw new OutputUnwritableError({ path: file.path, reason: 'the store is finished' });
    }
    this.#finished = true;
    await heap.flush();
    // Members were created after their groups, and are written before them.
    let root = 0;
    for (const group of groups.reverse()) root = await group.write();
    const size = file.end;
    await file.sync();
    // Only now, so that even after a crash a file that opens is whole.
    await file.writeAt(0, superblock(size, root));
    await file.sync();
    return size;
  }

  close(): Promise<void> {
    return this.#parts.file.close();
  }
}
