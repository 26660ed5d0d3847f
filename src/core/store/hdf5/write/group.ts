import { OutputUnwritableError } from '../../../errors.ts';
import type { ByteBudget } from '../../byte-budget.ts';
import type { ArraySink, ArraySpec, AttrsInput, GroupSink } from '../../store.ts';
import { Hdf5Array } from './array.ts';
import { chooseStorage } from './array-storage.ts';
import { writeAttributes } from './attributes.ts';
import { NULL_SPACE } from './dataspace.ts';
import { datatypeOf, numericType } from './datatype.ts';
import { fitsCompact, writeDenseLinks } from './dense.ts';
import type { GlobalHeap } from './global-heap.ts';
import { hasStrangeField } from './field-name.ts';
import { encodeName } from './member-name.ts';
import {
  contiguousLayout,
  fillValue,
  groupInfo,
  link,
  linkInfo,
  MESSAGE_SIZE_MAX,
  MessageType,
  NOT_DENSE,
  type Message,
} from './messages.ts';
import { objectHeader } from './object-header.ts';
import type { OutputFile } from './output-file.ts';

/** What all objects of a file share. */
export interface FileParts {
  readonly file: OutputFile;
  readonly heap: GlobalHeap;
  readonly budget: ByteBudget;
  /** Every group, parents before their members. */
  readonly groups: Hdf5Group[];
  /** Every member of a group, in the order of their creation. */
  readonly members: Member[];
}

export interface Member {
  readonly parent: Hdf5Group;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of the object header; null until it is written. */
  at: number | null;
  /** Null for what is no group. */
  group: Hdf5Group | null;
}

/** A group being written: its header comes when those of all its members are written. */
export class Hdf5Group implements GroupSink {
  readonly #parts: FileParts;
  readonly #elem: string;
  readonly attributes: readonly Message[];
  /** Position among the groups of the file. */
  readonly index: number;
  readonly #own: Member | null;
  readonly #members = new Map<string, Member>();
  /** Groups in it that an earlier run has made, until they are asked for. */
  readonly #restored = new Map<string, Hdf5Group>();

  /** @param own what stands for the group in its parent; null for the root */
  constructor(parts: FileParts, elem: string, attributes: readonly Message[], own: Member | null) {
    this.#parts = parts;
    this.#elem = elem;
    this.attributes = attributes;
    this.#own = own;
    this.index = parts.groups.length;
    parts.groups.push(this);
    if (own !== null) own.group = this;
  }

  static async create(
    parts: FileParts,
    elem: string,
    attrs: AttrsInput,
    own: Member | null = null,
  ): Promise<Hdf5Group> {
    const attributes = await writeAttributes(parts.file, parts.heap, attrs, elem);
    return new Hdf5Group(parts, elem, attributes, own);
  }

  /** A group in this one that an earlier run has made. */
  restoreGroup(name: string, attributes: readonly Message[]): void {
    const member = this.#add(name);
    const group = new Hdf5Group(this.#parts, this.#pathOf(name), attributes, member);
    this.#restored.set(name, group);
  }

  /** An array in this group that an earlier run has written, with its header at `at`. */
  restoreArray(name: string, at: number): void {
    this.#add(name).at = at;
  }

  async group(name: string, attrs: AttrsInput): Promise<GroupSink> {
    const restored = this.#restored.get(name);
    if (restored !== undefined) {
      this.#restored.delete(name);
      return restored;
    }
    const member = this.#add(name);
    return Hdf5Group.create(this.#parts, this.#pathOf(name), attrs, member);
  }

  async array(name: string, spec: ArraySpec): Promise<ArraySink> {
    const { file, heap, budget } = this.#parts;
    if (spec.compression.id === 'zstd') throw this.#unwritable(name, 'HDF5 has no zstd of its own');
    const member = this.#add(name);
    const elem = this.#pathOf(name);
    const datatype = datatypeOf(spec.dtype);
    const strange = datatype.message.length > MESSAGE_SIZE_MAX || hasStrangeField(spec.dtype);
    if (strange) throw this.#unwritable(name, 'HDF5 cannot hold records of these fields');
    const attributes = await writeAttributes(file, heap, spec.attrs, elem);
    const stored = chooseStorage(file, spec, datatype.size, budget);
    if (stored === null) throw this.#unwritable(name, 'HDF5 has no chunks of 4 GiB and more');
    const onClosed = (at: number): void => {
      member.at = at;
    };
    return new Hdf5Array({ file, heap, elem, spec, datatype, stored, attributes, onClosed });
  }

  async nothing(name: string, attrs: AttrsInput): Promise<void> {
    const { file, heap } = this.#parts;
    const member = this.#add(name);
    const attributes = await writeAttributes(file, heap, attrs, this.#pathOf(name));
    const header = objectHeader([
      ...attributes,
      { type: MessageType.dataspace, body: NULL_SPACE },
      { type: MessageType.datatype, body: numericType('float32').message },
      fillValue(false),
      contiguousLayout(null, 0),
    ]);
    member.at = await file.append(header);
  }

  /**
   * Writes the group itself and answers where its header is.
   * @throws OutputUnwritableError when a member is not complete
   */
  async write(): Promise<number> {
    const { file } = this.#parts;
    const links = [...this.#members.values()].map(({ name, bytes, at }) => {
      if (at === null) throw this.#unwritable(name, 'was not closed');
      return { name: bytes, message: link(bytes, at) };
    });
    const compact = fitsCompact(links);
    const dense = compact ? NOT_DENSE : await writeDenseLinks(file, links);
    const header = objectHeader([
      ...this.attributes,
      linkInfo(dense),
      groupInfo(),
      ...(compact ? links.map(({ message }) => message) : []),
    ]);
    const at = await file.append(header);
    if (this.#own !== null) this.#own.at = at;
    return at;
  }

  #add(name: string): Member {
    const bytes = encodeName(name);
    if (bytes === null) throw this.#unwritable(name, 'HDF5 cannot hold a member of this name');
    if (this.#members.has(name)) throw this.#unwritable(name, 'the member exists');
    const member: Member = { parent: this, name, bytes, at: null, group: null };
    this.#members.set(name, member);
    this.#parts.members.push(member);
    return member;
  }

  #unwritable(name: string, reason: string): OutputUnwritableError {
    return new OutputUnwritableError({
      path: this.#parts.file.path,
      elem: this.#pathOf(name),
      reason,
    });
  }

  #pathOf(name: string): string {
    return this.#elem === '' ? name : `${this.#elem}/${name}`;
  }
}
