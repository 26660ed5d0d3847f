import { ElemUnreadableError } from '../../../errors.ts';
import { compareCodePoints } from '../../code-points.ts';
import { asError } from '../../system-error.ts';
import type { Attrs, GroupNode, Node } from '../../store.ts';
import { openArray } from './array.ts';
import { readAttrs } from './attrs.ts';
import type { Hdf5File } from './file.ts';
import { Hdf5Error } from './library.ts';

/** What a path leads to: h5wasm's `get_type`. */
const KIND = { none: -1, group: 0, dataset: 1, datatype: 2, softLink: 3, externalLink: 4 } as const;

export class Hdf5Group implements GroupNode {
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
    return attempt(this.#file, this.path, () => {
      const { library, id } = this.#file;
      const names = library.call((wasm) => wasm.get_names(id, `/${this.path}`, false));
      return names.sort(compareCodePoints);
    });
  }

  has(name: string): Promise<boolean> {
    return attempt(this.#file, this.path, () => this.#kindOf(name) !== KIND.none);
  }

  get(name: string): Promise<Node> {
    const path = join(this.path, name);
    return attempt(this.#file, path, () => {
      const kind = this.#kindOf(name);
      switch (kind) {
        case KIND.group:
          return openGroup(this.#file, path);
        case KIND.dataset:
          return openArray(this.#file, path);
        case KIND.softLink:
        case KIND.externalLink:
          throw this.#unreadable(path, 'it is a link to something that does not exist');
        case KIND.datatype:
          throw this.#unreadable(path, 'it is a named datatype, not an array or a group');
        default:
          throw this.#unreadable(path, 'there is no such element');
      }
    });
  }

  #kindOf(name: string): number {
    if (name === '' || name === '.' || name.includes('/') || name.includes('\0')) return KIND.none;
    const { library, id } = this.#file;
    return library.call((wasm) => wasm.get_type(id, `/${join(this.path, name)}`));
  }

  #unreadable(elem: string, reason: string): ElemUnreadableError {
    return new ElemUnreadableError({ path: this.#file.path, elem, reason });
  }
}

/** @throws Hdf5Error */
export const openGroup = (file: Hdf5File, path: string): Hdf5Group =>
  new Hdf5Group(file, path, readAttrs(file.library, file.id, `/${path}`));

const join = (group: string, name: string): string => (group === '' ? name : `${group}/${name}`);

/** Runs calls of the library on one element, turning what it reports into our error. */
function attempt<T>(file: Hdf5File, elem: string, action: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    try {
      resolve(action());
    } catch (cause) {
      reject(asElemError(file, elem, cause));
    }
  });
}

function asElemError(file: Hdf5File, elem: string, cause: unknown): Error {
  if (cause instanceof Hdf5Error) {
    return new ElemUnreadableError({ path: file.path, elem, reason: cause.reason, cause });
  }
  return asError(cause);
}
