import { ClauseError } from '../../../clause-error.ts';
import { fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader } from 'yauzl';
import { asError } from '../../../system-error.ts';
import { Utf8Dictionary } from '../../../utf8-dictionary.ts';
import type { Blob } from './blob.ts';

/** Bytes fetched at once while the directory is read, which lies together. */
const WINDOW_BYTES = 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;
/** Bytes of an entry in front of its name. */
const ENTRY_BYTES = 46;
/** Of what may follow the directory (APPNOTE 6.3.10, sections 4.3.13, 4.3.14 and 4.3.16). */
const END_SIGNATURES: ReadonlySet<string> = new Set(['PK\x05\x05', 'PK\x06\x06', 'PK\x05\x06']);

export interface ZipMember {
  readonly name: string;
  /** Of the header in front of its bytes. */
  readonly headerOffset: number;
  readonly storedSize: number;
  readonly size: number;
  readonly crc32: number;
  readonly isDeflated: boolean;
  /** First byte that belongs to the next member, or to the directory: its own end before. */
  readonly limit: number;
}

/** What is in a zip archive, packed: it may have millions of members. */
export class ZipDirectory {
  readonly #names = new Utf8Dictionary();
  /** Five numbers a member. */
  #numbers = new Float64Array(5 * 64);
  /** Where members begin, in order, and at last the directory. */
  #starts = new Float64Array();

  /** Later members take the place of earlier ones of the same name, as in Python. */
  add(member: Omit<ZipMember, 'limit'>): void {
    const { name, headerOffset, storedSize, size, crc32, isDeflated } = member;
    const bytes = Buffer.from(name);
    const at = this.#names.add(bytes, 0, bytes.length) * 5;
    if (at + 5 > this.#numbers.length) {
      const grown = new Float64Array(this.#numbers.length * 2);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers.set([headerOffset, storedSize, size, crc32, isDeflated ? 1 : 0], at);
  }

  /** @param start of the directory itself */
  complete(start: number): void {
    this.#starts = new Float64Array(this.#names.size + 1).fill(start);
    for (let id = 0; id < this.#names.size; id++) this.#starts[id] = this.#numbers[id * 5] ?? 0;
    this.#starts.sort();
  }

  find(name: string): ZipMember | undefined {
    const bytes = Buffer.from(name);
    const id = this.#names.find(bytes, 0, bytes.length);
    if (id < 0) return undefined;
    const [headerOffset = 0, storedSize = 0, size = 0, crc32 = 0, isDeflated] =
      this.#numbers.subarray(id * 5, id * 5 + 5);
    const limit = this.#nextStart(headerOffset);
    return { name, headerOffset, storedSize, size, crc32, isDeflated: isDeflated === 1, limit };
  }

  #nextStart(start: number): number {
    let low = 0;
    for (let high = this.#starts.length; low < high;) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    return this.#starts[low] ?? 0;
  }

  *names(): Generator<string> {
    for (let id = 0; id < this.#names.size; id++) yield this.#names.at(id);
  }
}

/**
 * Reads the directory of a zip archive, zip64 or not. Nothing is ever unpacked to a disk, so that
 * names such as `../x` lead nowhere: no key is spelt like them.
 * @throws ClauseError when it is damaged, or a member is stored in a way that cannot be read
 */
export async function readZipDirectory(blob: Blob): Promise<ZipDirectory> {
  const directory = new ZipDirectory();
  try {
    const reader = new BlobReader(blob);
    const zip = await fromRandomAccessReaderPromise(reader, blob.size, {
      autoClose: false,
      // Names are decoded here: a backslash in one is no separator.
      decodeStrings: false,
    });
    let size = 0;
    for await (const entry of zip.eachEntry()) {
      size += ENTRY_BYTES + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
      const { compressionMethod, generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
      const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
      if (name.endsWith('/')) continue;
      if (entry.isEncrypted()) throw new ClauseError('it is an encrypted zip archive');
      if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
        throw new ClauseError(`its member ${name} has the compression method ${compressionMethod}`);
      }
      directory.add({
        name,
        headerOffset: entry.relativeOffsetOfLocalHeader,
        storedSize: entry.compressedSize,
        size: entry.uncompressedSize,
        crc32: entry.crc32,
        isDeflated: compressionMethod === DEFLATED,
      });
    }
    if (!(await reader.isAtEnd()))
      throw new Error('its directory has another size than its end says');
    directory.complete(reader.end - size);
  } catch (cause) {
    if (cause instanceof ClauseError) throw cause;
    throw new ClauseError('it is a damaged zip archive', { cause });
  }
  return directory;
}

/** A blob as the library reads it, through a window, since it asks for a few bytes at a time. */
class BlobReader extends RandomAccessReader {
  readonly #blob: Blob;
  #window: Uint8Array = new Uint8Array();
  #start = 0;
  /** Behind what was read last: in the end, the directory. */
  end = 0;

  constructor(blob: Blob) {
    super();
    this.#blob = blob;
  }

  /** Whether what was read last is the end of the directory, and no entry lies behind it. */
  async isAtEnd(): Promise<boolean> {
    const next = await this.#blob.read(this.end, Math.min(4, this.#blob.size - this.end));
    return END_SIGNATURES.has(Buffer.from(next).toString('latin1'));
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#fill(buffer.subarray(offset, offset + length), position).then(
      () => {
        callback(null);
      },
      (cause: unknown) => {
        callback(asError(cause));
      },
    );
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }

  async #fill(target: Uint8Array, position: number): Promise<void> {
    const end = position + target.length;
    this.end = end;
    if (position < this.#start || end > this.#start + this.#window.length) {
      const length = Math.min(Math.max(WINDOW_BYTES, target.length), this.#blob.size - position);
      this.#window = await this.#blob.read(position, length);
      this.#start = position;
    }
    if (end > this.#start + this.#window.length) throw new Error('the archive ends too early');
    target.set(this.#window.subarray(position - this.#start, end - this.#start));
  }
}
