import { ByteBudget } from '../../byte-budget.ts';
import { ENCODE_BYTES_MAX } from '../../encode-queue.ts';
import type { ArraySink, ArraySpec } from '../../store.ts';
import { type Share, ZarrArray } from './array.ts';
import { chunkingOf } from './chunking.ts';
import { OutputFolder } from './output-folder.ts';

/**
 * Some shards of the arrays of a Zarr store (version 3) that several processes write, each into a
 * folder of its own. There are no metadata: `ZarrSink.declare` writes those of the whole arrays.
 */
export class ZarrShares {
  readonly #folder: OutputFolder;
  readonly #budget = new ByteBudget(ENCODE_BYTES_MAX);

  private constructor(folder: OutputFolder) {
    this.#folder = folder;
  }

  /**
   * @param path must not exist
   * @throws OutputExistsError, OutputUnwritableError
   */
  static async create(path: string): Promise<ZarrShares> {
    return new ZarrShares(await OutputFolder.create(path));
  }

  /**
   * A share of an array at `path` in the store.
   * @param spec of which `chunkRows` is given; the rows of the share are those appended
   * @throws OutputUnwritableError
   */
  async array(path: string, spec: ArraySpec, share: Share): Promise<ArraySink> {
    const names = path.split('/');
    for (const depth of names.keys()) {
      await this.#folder.ensureFolder(names.slice(0, depth + 1).join('/'));
    }
    return new ZarrArray({
      place: { folder: this.#folder, array: path, version: 3, rank: spec.shape.length },
      spec: { ...spec, growable: true },
      chunking: chunkingOf({ ...spec, growable: true }),
      budget: this.#budget,
      share,
      onClosed: () => Promise.resolve(),
    });
  }

  /** Brings all to the disk. Returns its size in bytes. */
  sync(): Promise<number> {
    return this.#folder.syncAll();
  }

  /** Releases every handle; idempotent. */
  close(): Promise<void> {
    return this.#folder.close();
  }
}
