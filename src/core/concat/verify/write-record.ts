import { createHash } from 'node:crypto';
import { OutputMismatchError, throwIfCancelled } from '../../errors.ts';
import { blockLength, plainValues } from '../../store/block.ts';
import { bytesOf } from '../../store/dtype.ts';
import type {
  ArrayNode,
  ArraySink,
  ArraySpec,
  AttrsInput,
  GroupSink,
  Store,
  ValuesBlock,
} from '../../store/store.ts';
import { Utf8Array } from '../../store/utf8.ts';
import { nodeAt } from '../inputs.ts';
import { asMismatch } from './check-sink.ts';

/** Digests kept of an array at most, beside that of its end. */
const MOST_DIGESTS = 16;
/** About the bytes of a block that its digest covers: what is read again has little to decompress. */
const DIGEST_BYTES = 64 * 1024;
/** A guess of the bytes of a string, as elsewhere. */
const STRING_BYTES = 64;

interface Digest {
  readonly start: number;
  readonly stop: number;
  readonly sha256: string;
}

/**
 * Remembers of every array that is written how long it becomes, and the digests of rows at the
 * start of its blocks and of its last rows. What is read back is held against them: it finds blocks that are
 * missing, out of place or garbled, for a small part of what reading all would cost.
 */
export class WriteRecord {
  readonly #arrays: ArrayRecord[] = [];

  /** The same group, of which all that is written is remembered. */
  watch(group: GroupSink, path = ''): GroupSink {
    const pathOf = (name: string): string => (path === '' ? name : `${path}/${name}`);
    return {
      group: async (name: string, attrs: AttrsInput) =>
        this.watch(await group.group(name, attrs), pathOf(name)),
      array: async (name: string, spec: ArraySpec) => {
        const record = new ArrayRecord(pathOf(name), spec.shape.slice(1));
        this.#arrays.push(record);
        return record.watch(await group.array(name, spec));
      },
      nothing: (name: string, attrs: AttrsInput) => group.nothing(name, attrs),
    };
  }

  /** @throws OutputMismatchError for the first array that is not as it was written */
  async check(store: Store, signal: AbortSignal | undefined): Promise<void> {
    for (const array of this.#arrays) {
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

class ArrayRecord {
  readonly path: string;
  readonly #rowLength: number;
  #rows = 0;
  /** Of every `#stride`-th block, so that they are spread over an array of any length. */
  #digests: Digest[] = [];
  #stride = 1;
  #blocks = 0;
  #end: Digest | null = null;

  constructor(path: string, inner: readonly number[]) {
    this.path = path;
    this.#rowLength = inner.reduce((product, extent) => product * extent, 1);
  }

  watch(sink: ArraySink): ArraySink {
    return {
      append: (block, signal) => {
        this.#add(block);
        return sink.append(block, signal);
      },
      close: () => sink.close(),
    };
  }

  /** What is wrong with the array as it is read back, or null. */
  async problem(node: ArrayNode, signal: AbortSignal | undefined): Promise<string | null> {
    if (this.#rowLength === 0) return null;
    const [rows = 1] = node.shape ?? [0];
    if (rows !== this.#rows) return `${rows} rows where ${this.#rows} were written`;
    for (const { start, stop, sha256 } of [...this.#digests, ...(this.#end ? [this.#end] : [])]) {
      const block = await node.readValues(start, stop, signal);
      const read = digest(block, 0, blockLength(block));
      if (read !== sha256) return `rows ${start} to ${stop} are not those that were written`;
    }
    return null;
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
    const isKept = this.#blocks % this.#stride === 0;
    if (isKept) this.#digests.push(this.#digest(block, 0, count));
    this.#end = isKept && count === rows ? null : this.#digest(block, rows - count, rows);
    if (this.#digests.length > MOST_DIGESTS) {
      this.#digests = this.#digests.filter((_, i) => i % 2 === 0);
      this.#stride *= 2;
    }
    this.#blocks++;
    this.#rows += rows;
  }

  #digest(block: ValuesBlock, from: number, to: number): Digest {
    const sha256 = digest(block, from * this.#rowLength, to * this.#rowLength);
    return { start: this.#rows + from, stop: this.#rows + to, sha256 };
  }
}

/** Of the values `[from, to)` of a block. */
function digest(block: ValuesBlock, from: number, to: number): string {
  const hash = createHash('sha256');
  for (const { values, each } of plainValues(block)) {
    if (!(values instanceof Utf8Array)) {
      const bytes = each * values.BYTES_PER_ELEMENT;
      hash.update(bytesOf(values).subarray(from * bytes, to * bytes));
      continue;
    }
    for (let i = from * each; i < to * each; i++) {
      const text = values.slice(i);
      hash.update(`${text.length} `).update(text);
    }
  }
  return hash.digest('hex');
}
