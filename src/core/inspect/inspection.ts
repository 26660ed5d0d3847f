import type { TreeNode } from '../../shared/tree.ts';
import { stringAttr, stringsAttr } from '../anndata/attrs.ts';
import { noColumn, otherRows } from '../anndata/dataframe.ts';
import { nodeAt } from '../concat/inputs.ts';
import type { Context } from '../context.ts';
import { CancelledError, ConcatError, throwIfCancelled } from '../errors.ts';
import { inStore } from '../store/in-store.ts';
import { openStore } from '../store/open.ts';
import type { ArrayNode, GroupNode, Node, Store } from '../store/store.ts';
import { describeCategories } from './categories.ts';
import { describeNode, isFrame, problemNode } from './describe.ts';

/** Members of an AnnData in the order in which its users think of them. */
const ORDER = ['X', 'layers', 'obs', 'var', 'obsm', 'varm', 'obsp', 'varp', 'uns', 'raw'];

/** Categories that are read at a time: nobody else bounds them. */
const MOST = 1000;

export interface Inspected {
  readonly node: TreeNode;
  readonly children: readonly TreeNode[];
}

/** Which members are described: at most `limit` of them from the one at `start` on; all unless told. */
export interface Page {
  readonly start?: number | undefined;
  readonly limit?: number | undefined;
}

export interface InspectedPage extends Inspected {
  /** Number of all members, of which `children` are a page. */
  readonly total: number;
}

/** A store that is open for as long as it is looked at. */
export interface Inspection {
  /**
   * One node and a page of its direct members, at the cost of their metadata and of all names. The
   * members of a categorical are its categories, in the order of their codes, 1,000 at most.
   * @param elem path inside the store, '' for the root
   * @throws StoreUnreadableError, ElemUnreadableError, CancelledError
   */
  inspect(elem: string, page?: Page, context?: Context): Promise<InspectedPage>;
  /** Releases the store; idempotent. */
  close(): Promise<void>;
}

/** @throws StoreNotFoundError, StoreUnreadableError, CancelledError */
export async function openInspection(path: string, { signal }: Context = {}): Promise<Inspection> {
  return new OpenInspection(await openStore(path, signal));
}

class OpenInspection implements Inspection {
  readonly #store: Store;
  /** Names of the group of which a page was read last, if others follow: these need no other. */
  #listed: { readonly elem: string; readonly names: readonly string[] } | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  async inspect(
    elem: string,
    { start = 0, limit = Infinity }: Page = {},
    { signal }: Context = {},
  ): Promise<InspectedPage> {
    throwIfCancelled(signal);
    const { path } = this.#store;
    const at = (place: string): Promise<Node> => inStore(path, () => nodeAt(this.#store, place));
    const node = await at(elem);
    const name = elem.slice(elem.lastIndexOf('/') + 1);
    const parent = name === elem ? null : await at(parentOf(elem));
    const isIndex = parent !== null && indexKeyOf(parent) === name;
    const described = { ...(await describeNode(node, name, signal)), isIndex };
    if (described.categories !== null) {
      const { categories: total } = described;
      const children = await describeCategories(node, start, Math.min(limit, MOST), signal);
      return { node: described, children, total };
    }
    if (!described.hasChildren) return { node: described, children: [], total: 0 };
    const names = await this.#names(elem, node, start);
    const page = names.slice(start, start + limit);
    if (start + limit < names.length) this.#listed = { elem, names };
    const children =
      node.kind === 'group'
        ? await describeMembers(node, page, signal)
        : await describeFields(node, page, signal);
    const problem = described.problem ?? missingColumn(node, names);
    return {
      node: { ...described, problem },
      children: isFrame(node) ? ofRows(children, described.shape?.[0]) : children,
      total: names.length,
    };
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  /** Names of all members. The first page reads them again, so that it shows what is there now. */
  async #names(elem: string, node: Node, start: number): Promise<readonly string[]> {
    if (start > 0 && this.#listed?.elem === elem) return this.#listed.names;
    return await namesIn(node);
  }
}

const parentOf = (elem: string): string => elem.slice(0, elem.lastIndexOf('/'));

async function namesIn(node: Node): Promise<readonly string[]> {
  const names = await membersOf(node);
  return node.path === '' || node.path === 'raw' ? inOrder(names) : names;
}

/** Names of the members of a group, or of the fields of records. */
export async function membersOf(node: Node): Promise<readonly string[]> {
  if (node.kind === 'group') return node.keys();
  return node.dtype.kind === 'struct' ? node.dtype.fields.map(({ name }) => name) : [];
}

/** What a dataframe lacks of its columns, as a plan would say it; null where it is whole. */
function missingColumn(node: Node, names: readonly string[]): string | null {
  if (!isFrame(node)) return null;
  const there = new Set(names);
  const missing = stringsAttr(node.attrs, 'column-order')?.find((name) => !there.has(name));
  return missing === undefined ? null : noColumn(missing);
}

/** Members of a dataframe: a column of another length than its index is a problem. */
const ofRows = (members: readonly TreeNode[], rows: number | undefined): readonly TreeNode[] =>
  members.map((member) => {
    const found = member.shape?.[0];
    const isOther = found !== undefined && rows !== undefined && found !== rows;
    return isOther ? { ...member, problem: member.problem ?? otherRows(found, rows) } : member;
  });

/** Name of the member of a dataframe that is its index; undefined where the node is none. */
function indexKeyOf(node: Node): string | undefined {
  if (node.kind === 'group') {
    return isFrame(node) ? stringAttr(node.attrs, '_index') : undefined;
  }
  // Of the tables of anndata 0.6 and older, the first field.
  const isTable = ['obs', 'var', 'raw.var', 'raw/var'].includes(node.path);
  return isTable && node.dtype.kind === 'struct' ? node.dtype.fields[0]?.name : undefined;
}

/** Fields of records. */
async function describeFields(
  array: ArrayNode,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly TreeNode[]> {
  const children: TreeNode[] = [];
  const index = indexKeyOf(array);
  for (const name of names) {
    throwIfCancelled(signal);
    const field = await describeNode(array.field(name), name, signal);
    children.push({ ...field, isIndex: name === index });
  }
  return children;
}

async function describeMembers(
  group: GroupNode,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly TreeNode[]> {
  const children: TreeNode[] = [];
  const index = indexKeyOf(group);
  for (const name of names) {
    throwIfCancelled(signal);
    const path = group.path === '' ? name : `${group.path}/${name}`;
    try {
      const member = await describeNode(await group.get(name), name, signal);
      children.push({ ...member, isIndex: name === index });
    } catch (error) {
      if (!(error instanceof ConcatError) || error instanceof CancelledError) throw error;
      children.push(problemNode(path, name, 'unreadable', error));
    }
  }
  return children;
}

function inOrder(names: readonly string[]): readonly string[] {
  const known = ORDER.filter((name) => names.includes(name));
  return [...known, ...names.filter((name) => !ORDER.includes(name))];
}
