import { findLink, hasLinks, isGroup, type Link, linksOf, type Links } from './links.ts';
import { readObjectHeader } from './object-header.ts';
import type { RawFile } from './raw-file.ts';

const MAX_TABLES = 16;
/** Members of a large group that are looked up one by one; of a group that is asked for more, all are read. */
const MAX_LOOKUPS = 8;

/** The links of groups by the addresses of their object headers; keeps the ones used last. */
export class LinkTables {
  readonly #file: RawFile;
  readonly #tables = new Map<number, Promise<Links | null>>();
  /** How many links of large groups were looked up, by their addresses. */
  readonly #lookups = new Map<number, number>();

  constructor(file: RawFile) {
    this.#file = file;
  }

  /**
   * Null when the object is no group.
   * @throws RangeError, FileEndsError when it is damaged; UnknownFormatError
   */
  of(address: number): Promise<Links | null> {
    const links = this.#tables.get(address) ?? this.#read(address);
    this.#tables.delete(address);
    this.#tables.set(address, links);
    for (const [oldest] of this.#tables) {
      if (this.#tables.size <= MAX_TABLES) break;
      this.#tables.delete(oldest);
    }
    return links;
  }

  /**
   * The link of a name, at a cost that does not grow with the group if it is asked for few.
   * @param name its bytes as latin1 text
   * @throws RangeError, FileEndsError when the group is damaged; UnknownFormatError
   */
  async find(address: number, name: string): Promise<Link | undefined> {
    const lookups = this.#lookups.get(address) ?? 0;
    if (!this.#tables.has(address) && lookups < MAX_LOOKUPS) {
      const found = await findLink(this.#file, await readObjectHeader(this.#file, address), name);
      if (found !== undefined) {
        this.#lookups.set(address, lookups + 1);
        return found;
      }
    }
    // Small groups, links of other kinds, and what is not there or not found in a damaged group.
    return (await this.of(address))?.get(name);
  }

  /**
   * Whether a group has no links, without reading all of them.
   * @throws RangeError, FileEndsError when it is damaged
   */
  async isEmpty(address: number): Promise<boolean> {
    const links = await this.#tables.get(address);
    if (links !== undefined) return (links?.size ?? 0) === 0;
    return !(await hasLinks(this.#file, await readObjectHeader(this.#file, address)));
  }

  async #read(address: number): Promise<Links | null> {
    const messages = await readObjectHeader(this.#file, address);
    return isGroup(messages) ? linksOf(this.#file, messages) : null;
  }
}
