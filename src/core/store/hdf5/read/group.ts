import { ElemUnreadableError } from '../../../errors.ts';
import { compareCodePoints } from '../../code-points.ts';
import type { Attrs, GroupNode, Node } from '../../store.ts';
import { openArray } from './array.ts';
import { readAttrs } from './attrs.ts';
import { elemError, join, type Hdf5File } from './file.ts';
import { attributeCount } from './direct/attribute-message.ts';
import { MAX_LINKS } from './direct/group.ts';
import { dataTypeOf } from './datatype.ts';
import { datatypeOf, wholeType } from './direct/datatype-message.ts';
import { MESSAGE, readObjectHeader, type HeaderMessage } from './direct/object-header.ts';
import type { RawFile } from './direct/raw-file.ts';
import { bodyOf } from './direct/shared-message.ts';
import { UnknownFormatError } from './direct/unknown-format.ts';
import type { OpenLibrary } from './open-library.ts';

/** What a path leads to: h5wasm's `get_type`. */
const KIND = { none: -1, group: 0, dataset: 1, datatype: 2, softLink: 3, externalLink: 4 } as const;

/** A group that is read through the library. */
export class LibraryGroup implements GroupNode {
  readonly kind = 'group';
  readonly path: string;
  readonly attrs: Attrs;
  readonly #file: Hdf5File;
  readonly #way: readonly number[];

  /** @param way addresses of the groups on the way here, this one the last */
  constructor(file: Hdf5File, path: string, attrs: Attrs, way: readonly number[]) {
    this.#file = file;
    this.path = path;
    this.attrs = attrs;
    this.#way = way;
  }

  /** @throws ElemUnreadableError, also when a name is no text */
  keys(): Promise<readonly string[]> {
    return attempt(this.#file, this.path, (open) => {
      const { library, id } = open;
      const names = library.call((wasm) => wasm.get_names(id, `/${this.path}`, false));
      // What is no text comes as other characters, and leads nowhere.
      const other = names.find(
        (name) => NOT_ASCII.test(name) && this.#kindOf(open, name) === KIND.none,
      );
      if (other === undefined) return names.sort(compareCodePoints);
      throw this.#unreadable(this.path, `its member «${other}» has a name that is not UTF-8`);
    });
  }

  /** @throws ElemUnreadableError */
  async isEmpty(): Promise<boolean> {
    return (await this.keys()).length === 0;
  }

  has(name: string): Promise<boolean> {
    return attempt(this.#file, this.path, (open) => this.#kindOf(open, name) !== KIND.none);
  }

  get(name: string): Promise<Node> {
    const path = join(this.path, name);
    return attempt(this.#file, path, (open) => {
      if (isName(name) && leadsOut(open, this.path, name, { left: MAX_LINKS })) {
        throw this.#unreadable(path, 'it is a link to another file, which is not followed');
      }
      return this.#open(open, name, path);
    });
  }

  #open(open: OpenLibrary, name: string, path: string): Promise<Node> {
    const kind = this.#kindOf(open, name);
    switch (kind) {
      case KIND.group:
      case KIND.dataset:
        return openFound(this.#file, open, path, kind, this.#way);
      case KIND.softLink:
      case KIND.externalLink:
        throw this.#unreadable(path, 'it is a link to something that does not exist');
      case KIND.datatype:
        throw this.#unreadable(path, 'it is a named datatype, not an array or a group');
      default:
        throw this.#unreadable(path, 'there is no such element');
    }
  }

  #kindOf({ library, id }: OpenLibrary, name: string): number {
    if (!isName(name)) return KIND.none;
    return library.call((wasm) => wasm.get_type(id, `/${join(this.path, name)}`));
  }

  #unreadable(elem: string, reason: string): ElemUnreadableError {
    return new ElemUnreadableError({ path: this.#file.path, elem, reason });
  }
}

const NOT_ASCII = /[^\0-\x7f]/u;

const isName = (name: string): boolean =>
  name !== '' && name !== '.' && !name.includes('/') && !name.includes('\0');

/** Whether the way from a group of this file leads through a link to another one. */
function leadsOut(open: OpenLibrary, group: string, way: string, links: { left: number }): boolean {
  let at = way.startsWith('/') ? '' : group;
  for (const name of way.split('/')) {
    if (name === '' || name === '.') continue;
    const path = join(at, name);
    if (isExternal(open, path)) return true;
    const target = open.library.call((wasm) => wasm.get_symbolic_link(open.id, `/${path}`));
    if (target === null || target === '') {
      at = path;
      continue;
    }
    if (links.left-- === 0) return false;
    if (leadsOut(open, at, target, links)) return true;
    at = target.startsWith('/') ? target.slice(1) : join(at, target);
  }
  return false;
}

/** An empty object is h5wasm's answer for a link that is not external. */
const isExternal = ({ library, id }: OpenLibrary, path: string): boolean =>
  Object.keys(library.call((wasm) => wasm.get_external_link(id, `/${path}`))).length > 0;

/**
 * The group or array at a path that leads to one, through the library.
 * @param way addresses of the groups that hold it
 * @throws ElemUnreadableError
 */
export function openThroughLibrary(
  file: Hdf5File,
  path: string,
  way: readonly number[],
): Promise<Node> {
  return attempt(file, path, (open) => {
    const kind = open.library.call((wasm) => wasm.get_type(open.id, `/${path}`));
    return openFound(file, open, path, kind, way);
  });
}

async function openFound(
  file: Hdf5File,
  open: OpenLibrary,
  path: string,
  kind: number,
  way: readonly number[],
): Promise<Node> {
  const { library, id } = open;
  const address = addressOf(open, path);
  if (way.includes(address)) {
    const reason = 'it is a link back to a group that holds it';
    throw new ElemUnreadableError({ path: file.path, elem: path, reason });
  }
  const header = await headerAt(file, address);
  const attrs = readAttrs(library, id, `/${path}`, header?.attributes);
  if (kind === KIND.dataset) return openArray(file, open, path, attrs, header?.unusual);
  return new LibraryGroup(file, path, attrs, [...way, address]);
}

/** Of an object's header: what a reference to it holds. @throws Hdf5Error */
function addressOf({ library, id }: OpenLibrary, path: string): number {
  const bytes = library.call((wasm) => wasm.create_object_reference(id, `/${path}`));
  return Number(Buffer.from(bytes).readBigUInt64LE());
}

/** What an object's header says that h5wasm does not tell. */
interface Header {
  readonly attributes: number;
  /** Name of a datatype whose values would be taken for those of another. */
  readonly unusual: string | undefined;
}

/**
 * Undefined in a file whose superblock only the library knows.
 * @throws RangeError, FileEndsError when it is damaged
 */
async function headerAt({ raw }: Hdf5File, address: number): Promise<Header | undefined> {
  if (raw === null) return undefined;
  const messages = await readObjectHeader(raw.file, address);
  const datatype = messages.find(({ type }) => type === MESSAGE.datatype);
  return {
    attributes: await attributeCount(raw.file, messages),
    unusual: datatype === undefined ? undefined : await unusualType(raw.file, datatype),
  };
}

async function unusualType(file: RawFile, message: HeaderMessage): Promise<string | undefined> {
  try {
    const dtype = dataTypeOf(wholeType(datatypeOf(await bodyOf(file, message))));
    return dtype.kind === 'opaque' ? dtype.name : undefined;
  } catch (cause) {
    if (cause instanceof UnknownFormatError) return undefined;
    throw cause;
  }
}

/** The root group, through the library. @throws ElemUnreadableError */
export const libraryRoot = (file: Hdf5File): Promise<Node> => openThroughLibrary(file, '', []);

/** Runs calls of the library on one element, turning what it reports into our error. */
async function attempt<T>(
  file: Hdf5File,
  elem: string,
  action: (open: OpenLibrary) => T | Promise<T>,
): Promise<T> {
  try {
    return await action(await file.library());
  } catch (cause) {
    throw elemError(file, elem, cause);
  }
}
