import { type Held, SharedLimit } from '../../../shared-limit.ts';
import type { PromptReader } from './prompt-reader.ts';

const PAGE_BYTES = 32 * 1024;
/** Of one file. */
const MAX_PAGES = 16;

interface Page extends Held {
  readonly content: Promise<Buffer>;
}

/** Of all files together: a run keeps many open. */
const shared = new SharedLimit(16 * 1024 * 1024);

/** Reads a file by pages and keeps the ones used last, for pieces that lie close to each other. */
export class PageCache {
  readonly #reader: PromptReader;
  readonly #size: number;
  // In order of last use.
  readonly #pages = new Map<number, Page>();

  constructor(reader: PromptReader, size: number) {
    this.#reader = reader;
    this.#size = size;
  }

  /** `length` bytes from `position` on, which are in the file. They are not the caller's. */
  async read(position: number, length: number): Promise<Buffer> {
    const first = Math.floor(position / PAGE_BYTES);
    const start = position - first * PAGE_BYTES;
    const page = await this.#page(first);
    if (start + length <= page.length) return page.subarray(start, start + length);
    const parts = [page.subarray(start)];
    const last = Math.floor((position + length - 1) / PAGE_BYTES);
    for (let next = first + 1; next <= last; next++) parts.push(await this.#page(next));
    return Buffer.concat(parts, length);
  }

  #page(index: number): Promise<Buffer> {
    const page = this.#pages.get(index) ?? this.#newPage(index);
    this.#pages.delete(index);
    this.#pages.set(index, page);
    for (const [, oldest] of this.#pages) {
      if (this.#pages.size <= MAX_PAGES) break;
      shared.forget(oldest);
    }
    shared.use(page);
    return page.content;
  }

  #newPage(index: number): Page {
    const drop = () => this.#pages.delete(index);
    return { content: this.#load(index), bytes: PAGE_BYTES, drop };
  }

  async #load(index: number): Promise<Buffer> {
    const position = index * PAGE_BYTES;
    const bytes = Buffer.allocUnsafeSlow(Math.max(0, Math.min(PAGE_BYTES, this.#size - position)));
    await this.#reader.fill(bytes, position);
    return bytes;
  }
}
