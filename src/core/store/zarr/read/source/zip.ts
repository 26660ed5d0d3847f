import { ClauseError } from '../../../clause-error.ts';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { throwIfCancelled } from '../../../../errors.ts';
import { crc32 } from '../crc32c.ts';
import type { Blob } from './blob.ts';
import { resolveRange } from './range.ts';
import {
  ROOT_DOCUMENTS,
  tooLarge,
  type ByteRange,
  type ByteRangeContent,
  type ZarrSource,
} from './source.ts';
import { readZipDirectory, type ZipDirectory, type ZipMember } from './zip-directory.ts';
import { dataStart } from './zip-header.ts';

const inflate = promisify(inflateRaw);

/** Compressed members that are larger cannot be read in parts. */
const MAX_WHOLE_BYTES = 64 * 1024 * 1024;

/** A Zarr store in a zip archive, at its top or in the one folder that it holds. */
export class ZipSource implements ZarrSource {
  readonly hasCheapRanges: boolean;
  readonly #blob: Blob;
  readonly #directory: ZipDirectory;
  readonly #prefix: string;
  readonly #folders: ReadonlyMap<string, ReadonlySet<string>>;
  /** The compressed member last read in part: its next part is probably wanted too. */
  #last: { readonly name: string; readonly bytes: Uint8Array } | undefined;

  private constructor(blob: Blob, isLocal: boolean, directory: ZipDirectory) {
    this.#blob = blob;
    this.hasCheapRanges = isLocal;
    this.#directory = directory;
    this.#folders = foldersOf(directory);
    this.#prefix = this.#rootFolder();
  }

  /**
   * Owns the blob, also when it fails.
   * @throws ClauseError when it is no archive of one Zarr store
   */
  static async open(blob: Blob, { isLocal }: { readonly isLocal: boolean }): Promise<ZipSource> {
    try {
      return new ZipSource(blob, isLocal, await readZipDirectory(blob));
    } catch (cause) {
      await blob.close();
      throw cause;
    }
  }

  async get(key: string, limit: number, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    const member = this.#find(key);
    if (member === undefined) return undefined;
    if (member.size > limit) throw tooLarge(member.size, limit);
    return this.#read(member, signal);
  }

  async getRange(
    key: string,
    range: ByteRange,
    signal?: AbortSignal,
  ): Promise<ByteRangeContent | undefined> {
    const member = this.#find(key);
    if (member === undefined) return undefined;
    const { name, size: total, isDeflated } = member;
    const { offset, length } = resolveRange(range, total);
    if (!isDeflated) {
      const start = await dataStart(this.#blob, member, signal);
      return { bytes: await this.#blob.read(start + offset, length, signal), total, version: '' };
    }
    if (total > MAX_WHOLE_BYTES) {
      throw new ClauseError(
        `its member ${name} is compressed and too large to be read in parts; store it uncompressed`,
      );
    }
    if (this.#last?.name !== name) this.#last = { name, bytes: await this.#read(member, signal) };
    return { bytes: this.#last.bytes.slice(offset, offset + length), total, version: '' };
  }

  has(key: string): Promise<boolean> {
    return Promise.resolve(this.#find(key) !== undefined);
  }

  list(group: string): Promise<readonly string[]> {
    const folder = `${this.#prefix}${group}`.replace(/\/$/u, '');
    return Promise.resolve([...(this.#folders.get(folder) ?? [])]);
  }

  close(): Promise<void> {
    this.#last = undefined;
    return this.#blob.close();
  }

  #find(key: string): ZipMember | undefined {
    return this.#directory.find(this.#prefix + key);
  }

  /** The whole member, never more than the directory says. */
  async #read(member: ZipMember, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const start = await dataStart(this.#blob, member, signal);
    const stored = await this.#blob.read(start, member.storedSize, signal);
    throwIfCancelled(signal);
    const bytes = member.isDeflated
      ? await inflate(stored, { maxOutputLength: Math.max(1, member.size) })
      : stored;
    if (bytes.length !== member.size || crc32(bytes) !== member.crc32) {
      throw new ClauseError(`the member ${member.name} of the zip archive is damaged`);
    }
    return bytes;
  }

  /** With a slash at its end; '' for the top. */
  #rootFolder(): string {
    const isRoot = (prefix: string): boolean =>
      ROOT_DOCUMENTS.some((name) => this.#directory.find(prefix + name) !== undefined);
    if (isRoot('')) return '';
    const roots = [...(this.#folders.get('') ?? [])].filter((folder) => isRoot(`${folder}/`));
    const [root] = roots;
    if (root !== undefined && roots.length === 1) return `${root}/`;
    throw new ClauseError(
      roots.length === 0
        ? 'it is a zip archive without Zarr metadata at its top'
        : `it is a zip archive of ${roots.length} Zarr stores; there must be one`,
    );
  }
}

/** Names of the folders in each folder. */
function foldersOf(directory: ZipDirectory): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const path of directory.names()) {
    for (let end = path.lastIndexOf('/'); end > 0;) {
      const at = path.lastIndexOf('/', end - 1);
      const parent = path.slice(0, Math.max(at, 0));
      const name = path.slice(at + 1, end);
      const known = folders.get(parent);
      if (known === undefined) folders.set(parent, new Set([name]));
      else if (known.has(name)) break;
      else known.add(name);
      end = at;
    }
  }
  return folders;
}
