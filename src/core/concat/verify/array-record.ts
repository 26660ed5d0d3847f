import { createHash } from 'node:crypto';
import * as z from 'zod';
import { blockLength, plainValues } from '../../store/block.ts';
import { bytesOf } from '../../store/dtype.ts';
import type { ArrayNode, ArraySink, StoredSink, ValuesBlock } from '../../store/store.ts';
import { Utf8Array } from '../../store/utf8.ts';

/** Digests kept of an array at most, beside that of its end. */
const MOST_DIGESTS = 16;
/** About the bytes of a block that its digest covers: what is read again has little to decompress. */
const DIGEST_BYTES = 64 * 1024;
/** A guess of the bytes of a string, as elsewhere. */
const STRING_BYTES = 64;

const digestSchema = z
  .strictObject({
    start: z.int(),
    stop: z.int(),
    /** Of the values, or of the one chunk that holds these rows as it is stored. */
    of: z.enum(['values', 'stored']),
    sha256: z.string(),
  })
  .readonly();
type Digest = z.infer<typeof digestSchema>;

/** The record of an array, for a run that continues this one. */
export const arrayRecordSchema = z
  .strictObject({
    path: z.string(),
    rowLength: z.int().nonnegative(),
    rows: z.int().nonnegative(),
    digests: z.array(digestSchema).readonly(),
    end: digestSchema.nullable(),
    stride: z.int().positive(),
    blocks: z.int().nonnegative(),
  })
  .readonly();
export type SavedArrayRecord = z.infer<typeof arrayRecordSchema>;

/** What is remembered of one array while it is written. */
export class ArrayRecord {
  readonly path: string;
  readonly #rowLength: number;
  #rows = 0;
  /** Of every `#stride`-th block, so that they are spread over an array of any length. */
  #digests: Digest[] = [];
  #stride = 1;
  #blocks = 0;
  #end: Digest | null = null;
  #isClosed = false;

  /** @param rowLength values of a row */
  constructor(path: string, rowLength: number) {
    this.path = path;
    this.#rowLength = rowLength;
  }

  /** Of an array that an earlier run has begun. */
  static restore(saved: SavedArrayRecord): ArrayRecord {
    const record = new ArrayRecord(saved.path, saved.rowLength);
    record.#rows = saved.rows;
    record.#digests = [...saved.digests];
    record.#end = saved.end;
    record.#stride = saved.stride;
    record.#blocks = saved.blocks;
    return record;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  save(): SavedArrayRecord {
    return {
      path: this.path,
      rowLength: this.#rowLength,
      rows: this.#rows,
      digests: [...this.#digests],
      end: this.#end,
      stride: this.#stride,
      blocks: this.#blocks,
    };
  }

  watch(sink: ArraySink): ArraySink {
    return {
      append: (block, signal) => {
        this.#add(block);
        return sink.append(block, signal);
      },
      stored: sink.stored === null ? null : this.#watchStored(sink.stored),
      close: async () => {
        await sink.close();
        this.#isClosed = true;
      },
    };
  }

  /** What is wrong with the array as it is read back, or null. */
  async problem(node: ArrayNode, signal: AbortSignal | undefined): Promise<string | null> {
    if (this.#rowLength === 0) return null;
    const [rows = 1] = node.shape ?? [0];
    if (rows !== this.#rows) return `${rows} rows where ${this.#rows} were written`;
    for (const due of [...this.#digests, ...(this.#end ? [this.#end] : [])]) {
      const { start, stop } = due;
      const isRight =
        due.of === 'values'
          ? digest(await node.readValues(start, stop, signal)) === due.sha256
          : await isStored(node, due, signal);
      if (!isRight) return `rows ${start} to ${stop} are not those that were written`;
    }
    return null;
  }

  #watchStored(sink: StoredSink): StoredSink {
    const { form, rows } = sink;
    return {
      form,
      rows,
      append: (chunk, signal) => {
        const bounds = { start: this.#rows, stop: this.#rows + rows };
        this.#keep({ ...bounds, of: 'stored', sha256: sha256(chunk) }, null);
        this.#rows += rows;
        return sink.append(chunk, signal);
      },
    };
  }

  #add(block: ValuesBlock): void {
    if (this.#rowLength === 0) return;
    const rows = blockLength(block) / this.#rowLength;
    if (rows === 0) return;
    const valueBytes = plainValues(block).reduce((sum, { values, each }) => {
      return sum + each * (values instanceof Utf8Array ? STRING_BYTES : values.BYTES_PER_ELEMENT);
    }, 0);
    const most = Math.max(1, Math.floor(DIGEST_BYTES / (valueBytes * this.#rowLength)));
    const count = Math.min(rows, most);
    const end = count === rows ? null : this.#digest(block, rows - count, rows);
    this.#keep(this.#digest(block, 0, count), end);
    this.#rows += rows;
  }

  /** @param end of the same block, where `start` is not all of it */
  #keep(start: Digest, end: Digest | null): void {
    const isKept = this.#blocks % this.#stride === 0;
    if (isKept) this.#digests.push(start);
    this.#end = end ?? (isKept ? null : start);
    if (this.#digests.length > MOST_DIGESTS) {
      this.#digests = this.#digests.filter((_, i) => i % 2 === 0);
      this.#stride *= 2;
    }
    this.#blocks++;
  }

  #digest(block: ValuesBlock, from: number, to: number): Digest {
    const sum = digest(block, from * this.#rowLength, to * this.#rowLength);
    return { start: this.#rows + from, stop: this.#rows + to, of: 'values', sha256: sum };
  }
}

/** Whether a chunk is stored as it was written, and can be decoded, which nobody has tried before. */
async function isStored(
  node: ArrayNode,
  { start, stop, sha256: due }: Digest,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const chunk = await node.stored?.read(start / (stop - start), signal);
  if (chunk == null || sha256(chunk) !== due) return false;
  await node.readValues(start, stop, signal);
  return true;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Of the values `[from, to)` of a block. */
function digest(block: ValuesBlock, from = 0, to = blockLength(block)): string {
  const hash = createHash('sha256');
  for (const { values, each } of plainValues(block)) {
    if (!(values instanceof Utf8Array)) {
      const bytes = each * values.BYTES_PER_ELEMENT;
      hash.update(bytesOf(values).subarray(from * bytes, to * bytes));
      continue;
    }
    const first = values.offsets[from * each] ?? 0;
    const ends = values.offsets.slice(from * each, to * each + 1).map((end) => end - first);
    hash.update(bytesOf(ends)).update(values.bytes.subarray(first, first + (ends.at(-1) ?? 0)));
  }
  return hash.digest('hex');
}
