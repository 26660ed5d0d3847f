import { OutputMismatchError, throwIfCancelled } from '../../errors.ts';
import type { ArraySpec, AttrsInput, GroupSink, Store } from '../../store/store.ts';
import { nodeAt } from '../inputs.ts';
import { ArrayRecord, type SavedArrayRecord } from './array-record.ts';
import { asMismatch } from './check-sink.ts';

/**
 * Remembers of every array that is written how long it becomes, and the digests of rows at the
 * start of its blocks and of its last rows. What is read back is held against them: it finds blocks that are
 * missing, out of place or garbled, for a small part of what reading all would cost.
 */
export class WriteRecord {
  readonly #arrays = new Map<string, ArrayRecord>();
  /** Those of which a checkpoint does not tell yet, or not all. */
  readonly #unsaved = new Set<ArrayRecord>();

  /** @param saved by an earlier run, whose arrays belong to this one too; the last of a path counts */
  constructor(saved: readonly SavedArrayRecord[] = []) {
    for (const array of saved) this.#arrays.set(array.path, ArrayRecord.restore(array));
  }

  /** The arrays that were written to since this was last asked. */
  save(): readonly SavedArrayRecord[] {
    const saved: SavedArrayRecord[] = [];
    for (const array of this.#unsaved) {
      saved.push(array.save());
      if (array.isClosed) this.#unsaved.delete(array);
    }
    return saved;
  }

  /** The same group, of which all that is written is remembered. */
  watch(group: GroupSink, path = ''): GroupSink {
    const pathOf = (name: string): string => (path === '' ? name : `${path}/${name}`);
    return {
      group: async (name: string, attrs: AttrsInput) =>
        this.watch(await group.group(name, attrs), pathOf(name)),
      array: async (name: string, spec: ArraySpec) => {
        const rowLength = spec.shape.slice(1).reduce((product, extent) => product * extent, 1);
        const place = pathOf(name);
        const record = this.#arrays.get(place) ?? new ArrayRecord(place, rowLength);
        this.#arrays.set(place, record);
        this.#unsaved.add(record);
        return record.watch(await group.array(name, spec));
      },
      nothing: (name: string, attrs: AttrsInput) => group.nothing(name, attrs),
    };
  }

  /** @throws OutputMismatchError for the first array that is not as it was written */
  async check(store: Store, signal: AbortSignal | undefined): Promise<void> {
    for (const array of this.#arrays.values()) {
      throwIfCancelled(signal);
      await asMismatch(store.path, array.path, async () => {
        const node = await nodeAt(store, array.path);
        const reason = node.kind === 'array' ? await array.problem(node, signal) : 'it is no array';
        if (reason !== null) {
          throw new OutputMismatchError({ path: store.path, elem: array.path, reason });
        }
      });
    }
  }
}
