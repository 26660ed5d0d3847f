import { CancelledError, ConcatError, OutputMismatchError } from '../../errors.ts';
import { blockLength } from '../../store/block.ts';
import { dtypeName } from '../../store/dtype.ts';
import type {
  ArrayNode,
  ArraySink,
  ArraySpec,
  AttrsInput,
  GroupNode,
  GroupSink,
  Node,
  ValuesBlock,
} from '../../store/store.ts';
import { differentAttr } from './attrs.ts';
import { firstDifference } from './same-block.ts';

/**
 * Takes what writing a store would take, and writes nothing: it holds every group, attribute and
 * value against a store that is written already. So a store is checked by planning and executing
 * once more, by whatever path each value takes from the inputs.
 *
 * All methods throw OutputMismatchError for what is not there or differs.
 */
export class GroupCheck implements GroupSink {
  readonly #node: GroupNode;
  readonly #store: string;

  /** @param store path of the store, for errors */
  constructor(node: GroupNode, store: string) {
    this.#node = node;
    this.#store = store;
  }

  async group(name: string, attrs: AttrsInput): Promise<GroupSink> {
    const node = await this.#member(name, attrs);
    if (node.kind === 'group') return new GroupCheck(node, this.#store);
    throw this.#mismatch(node.path, 'an array where a group was due');
  }

  async array(name: string, spec: ArraySpec): Promise<ArraySink> {
    const node = await this.#member(name, spec.attrs);
    if (node.kind === 'group') throw this.#mismatch(node.path, 'a group where an array was due');
    return new ArrayCheck(node, spec, this.#store);
  }

  async nothing(name: string, attrs: AttrsInput): Promise<void> {
    await this.#member(name, attrs);
  }

  async #member(name: string, attrs: AttrsInput): Promise<Node> {
    const path = this.#node.path === '' ? name : `${this.#node.path}/${name}`;
    const node = await asMismatch(this.#store, path, () => this.#node.get(name));
    const attr = differentAttr(attrs, node.attrs);
    if (attr !== null) throw this.#mismatch(path, `its attribute «${attr}» differs`);
    return node;
  }

  #mismatch(elem: string, reason: string): OutputMismatchError {
    return new OutputMismatchError({ path: this.#store, elem, reason });
  }
}

class ArrayCheck implements ArraySink {
  /** Values are compared, however they are stored. */
  readonly stored = null;
  readonly #node: ArrayNode;
  readonly #store: string;
  /** Rows of the array; a scalar is one. */
  readonly #rows: number;
  readonly #rowLength: number;
  #at = 0;

  constructor(node: ArrayNode, { dtype, shape, growable }: ArraySpec, store: string) {
    this.#node = node;
    this.#store = store;
    const [rows = 1, ...others] = node.shape ?? [0];
    this.#rows = rows;
    this.#rowLength = others.reduce((product, extent) => product * extent, 1);
    const isTyped = dtypeName(node.dtype) === dtypeName(dtype);
    const due = growable ? [rows, ...shape.slice(1)] : shape;
    if (!isTyped || due.join() !== node.shape?.join()) {
      throw this.#mismatch(
        `${dtypeName(node.dtype)} of shape ${String(node.shape?.join(' × '))} is there`,
      );
    }
  }

  async append(block: ValuesBlock, signal?: AbortSignal): Promise<void> {
    if (this.#rowLength === 0) return;
    const start = this.#at;
    const stop = start + blockLength(block) / this.#rowLength;
    if (stop > this.#rows) throw this.#mismatch(`it ends after ${this.#rows} rows`);
    this.#at = stop;
    const { path } = this.#node;
    const found = await asMismatch(this.#store, path, () =>
      this.#node.readValues(start, stop, signal),
    );
    const difference = firstDifference(block, found);
    if (difference !== null) {
      const row = start + Math.floor(difference / this.#rowLength);
      throw this.#mismatch(`the values differ from row ${row} on`);
    }
  }

  close(): Promise<void> {
    if (this.#rowLength === 0 || this.#at === this.#rows) return Promise.resolve();
    const due = `${this.#rows} rows where ${this.#at} were due`;
    return Promise.reject(this.#mismatch(due));
  }

  #mismatch(reason: string): OutputMismatchError {
    return new OutputMismatchError({ path: this.#store, elem: this.#node.path, reason });
  }
}

/** What cannot be read of a store that is checked is not what was planned. */
export async function asMismatch<T>(
  store: string,
  elem: string,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof ConcatError) || cause instanceof CancelledError) throw cause;
    if (cause instanceof OutputMismatchError) throw cause;
    throw new OutputMismatchError({ path: store, elem, reason: cause.reason ?? cause.tag, cause });
  }
}
