import { OutputUnwritableError } from '../../../errors.ts';
import { ByteBudget } from '../../byte-budget.ts';
import { compareCodePoints } from '../../code-points.ts';
import { ENCODE_BYTES_MAX } from '../../encode-queue.ts';
import type { ArraySpec, AttrsInput, StoreSink } from '../../store.ts';
import { Checkpoints, type ZarrCheckpoint, parseCheckpoint, restore } from './checkpoint.ts';
import { ZarrGroup, type StoreParts } from './group.ts';
import { attrsJson, type Json } from './json.ts';
import { rootDocuments, type Document, type ZarrVersion } from './metadata.ts';
import { OutputFolder } from './output-folder.ts';

/**
 * Creates a Zarr store: a folder of the Zarr storage specification, version 2, or of the Zarr core
 * specification, version 3, where arrays of many chunks are sharded. Its root has no metadata before
 * `finish`, so a store cut short never opens.
 * @param path must not exist
 * @param attrs of the root group
 * @throws OutputExistsError, OutputUnwritableError
 */
export async function createZarr(
  path: string,
  version: ZarrVersion,
  attrs: AttrsInput = {},
): Promise<ZarrSink> {
  const root = rootAttrs(path, attrs);
  return new ZarrSink(partsOf(await OutputFolder.create(path), version), root, []);
}

/**
 * Continues a store from its checkpoints.
 * @throws OutputUnwritableError when it is not the folder that was left
 */
export async function reopenZarr(
  path: string,
  version: ZarrVersion,
  attrs: AttrsInput,
  saved: readonly unknown[],
): Promise<StoreSink> {
  const root = rootAttrs(path, attrs);
  const checkpoints = saved.map(parseCheckpoint);
  const parts = partsOf(await OutputFolder.reopen(path), version);
  try {
    await restore(parts, checkpoints);
    return new ZarrSink(parts, root, checkpoints);
  } catch (error) {
    await parts.folder.close();
    throw error;
  }
}

function rootAttrs(path: string, attrs: AttrsInput): Json {
  const root = attrsJson(attrs);
  if ('json' in root) return root.json;
  const reason = `attribute ${root.strange} is no whole number below 2⁵³`;
  throw new OutputUnwritableError({ path, reason });
}

const partsOf = (folder: OutputFolder, version: ZarrVersion): StoreParts => ({
  folder,
  version,
  budget: new ByteBudget(ENCODE_BYTES_MAX),
  nodes: new Map(),
  arrays: new Set(),
  open: new Map(),
  left: new Map(),
  restored: new Set(),
});

export class ZarrSink implements StoreSink {
  readonly root: ZarrGroup;
  readonly #parts: StoreParts;
  readonly #attrs: Json;
  readonly continuesArrays = true;
  readonly #checkpoints: Checkpoints;
  #finished = false;

  constructor(parts: StoreParts, attrs: Json, earlier: readonly ZarrCheckpoint[]) {
    this.#parts = parts;
    this.#attrs = attrs;
    this.root = new ZarrGroup(parts, '');
    this.#checkpoints = new Checkpoints(parts, earlier);
  }

  /**
   * States an array, in a group that is there, of which all shards are written elsewhere.
   * @param chunks in each shard
   * @throws OutputUnwritableError
   */
  async declare(path: string, spec: ArraySpec, chunks: number): Promise<void> {
    const slash = path.lastIndexOf('/');
    const parent = new ZarrGroup(this.#parts, path.slice(0, Math.max(0, slash)));
    await parent.declare(path.slice(slash + 1), spec, chunks);
  }

  checkpoint(): Promise<object> {
    return this.#checkpoints.add();
  }

  async finish(): Promise<number> {
    const { folder, version } = this.#parts;
    if (this.#finished) {
      throw new OutputUnwritableError({ path: folder.path, reason: 'the store is finished' });
    }
    this.#finished = true;
    await this.#checkpoints.end();
    const documents = rootDocuments(version, this.#attrs, this.#complete());
    let size = await folder.syncAll();
    // Only now, so that even after a crash a store that opens is whole.
    for (const [file, text] of documents) {
      const bytes = Buffer.from(text);
      await folder.writeFile(file, bytes);
      await folder.sync(file);
      size += bytes.length;
    }
    await folder.sync('');
    return size;
  }

  close(): Promise<void> {
    return this.#parts.folder.close();
  }

  #complete(): ReadonlyMap<string, readonly Document[]> {
    const { folder, nodes } = this.#parts;
    const complete = new Map<string, readonly Document[]>();
    // zarr-python loses nodes whose siblings are not side by side in the consolidated metadata.
    const sorted = [...nodes].sort(([a], [b]) => compareCodePoints(a, b));
    for (const [elem, documents] of sorted) {
      if (documents === null) {
        throw new OutputUnwritableError({ path: folder.path, elem, reason: 'was not closed' });
      }
      complete.set(elem, documents);
    }
    return complete;
  }
}
