import { ElemUnreadableError } from '../../../errors.ts';
import { compareCodePoints } from '../../code-points.ts';
import type { Attrs, GroupNode, Node } from '../../store.ts';
import { openArray } from './array.ts';
import { readAttrs } from './attrs.ts';
import { elemError, join, type Hdf5File } from './file.ts';
import { MAX_LINKS } from './direct/group.ts';
import type { OpenLibrary } from './open-library.ts';

/** What a path leads to: h5wasm's `get_type`. */
const KIND = { none: -1, group: 0, dataset: 1, datatype: 2, softLink: 3, externalLink: 4 } as const;

/** A group that is read through the library. */
export class LibraryGroup implements GroupNode {
  readonly kind = 'group';
  readonly path: string;
  readonly attrs: Attrs;
  readonly #file: Hdf5File;

  constructor(file: Hdf5File, path: string, attrs: Attrs) {
    this.#file = file;
    this.path = path;
    this.attrs = attrs;
  }

  /** @throws ElemUnreadableError */
  keys(): Promise<readonly string[]> {
    return attempt(this.#file, this.path, ({ library, id }) => {
      const names = library.call((wasm) => wasm.get_names(id, `/${this.path}`, false));
      return names.sort(compareCodePoints);
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

  #open(open: OpenLibrary, name: string, path: string): Node {
    const kind = this.#kindOf(open, name);
    switch (kind) {
      case KIND.group:
      case KIND.dataset:
        return openFound(this.#file, open, path, kind);
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
 * @param attributes how many it has
 * @throws ElemUnreadableError
 */
export function openThroughLibrary(
  file: Hdf5File,
  path: string,
  attributes: number,
): Promise<Node> {
  return attempt(file, path, (open) => {
    const kind = open.library.call((wasm) => wasm.get_type(open.id, `/${path}`));
    return openFound(file, open, path, kind, attributes);
  });
}

function openFound(
  file: Hdf5File,
  open: OpenLibrary,
  path: string,
  kind: number,
  attributes?: number,
): Node {
  if (kind === KIND.dataset) return openArray(file, open, path, attributes);
  return new LibraryGroup(file, path, readAttrs(open.library, open.id, `/${path}`, attributes));
}

/** Runs calls of the library on one element, turning what it reports into our error. */
async function attempt<T>(
  file: Hdf5File,
  elem: string,
  action: (open: OpenLibrary) => T,
): Promise<T> {
  try {
    return action(await file.library());
  } catch (cause) {
    throw elemError(file, elem, cause);
  }
}
