import * as vscode from 'vscode';
import { explainFailure } from '../../shared/words/index.ts';
import type { Engine } from '../engine/client.ts';
import { toFailure } from '../engine/failure.ts';
import { formatFailure } from '../words.ts';
import { elemOf, type ElemEntry, type Entry, type PageEntry, type StoreEntry } from './entry.ts';
import { toItem } from './item.ts';
import { membersOf, PAGE } from './members.ts';

/** Stores, newest first, and their elements, each read when it is opened. */
export class StoreTree implements vscode.TreeDataProvider<Entry>, vscode.Disposable {
  readonly #engine: Pick<Engine, 'inspect'>;
  readonly #changed = new vscode.EventEmitter<Entry | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #stores: readonly StoreEntry[];

  /** @param stores paths of the stores to show at first */
  constructor(engine: Pick<Engine, 'inspect'>, stores: readonly string[] = []) {
    this.#engine = engine;
    this.#stores = stores.map((store) => ({ kind: 'store', store }));
  }

  get stores(): readonly string[] {
    return this.#stores.map(({ store }) => store);
  }

  /** Shows a store at the top. One that is shown already keeps its place and is read again. */
  add(store: string): StoreEntry {
    const known = this.#stores.find((entry) => entry.store === store);
    if (known !== undefined) {
      this.#changed.fire(known);
      return known;
    }
    const entry: StoreEntry = { kind: 'store', store };
    this.#stores = [entry, ...this.#stores];
    this.#changed.fire(undefined);
    return entry;
  }

  remove(store: string): void {
    this.#stores = this.#stores.filter((entry) => entry.store !== store);
    this.#changed.fire(undefined);
  }

  /** Reads everything that is open again. */
  refresh(): void {
    this.#changed.fire(undefined);
  }

  getTreeItem(entry: Entry): vscode.TreeItem {
    return toItem(entry);
  }

  getParent(entry: Entry): Entry | undefined {
    return entry.kind === 'store' ? undefined : entry.parent;
  }

  async getChildren(parent?: Entry): Promise<Entry[]> {
    if (parent === undefined) return [...this.#stores];
    if (parent.kind === 'problem') return [];
    try {
      const { store } = parent;
      const [owner, start] = parent.kind === 'page' ? [parent.parent, parent.start] : [parent, 0];
      const { members, total } = await membersOf(this.#engine, store, elemOf(owner), start);
      const elems = members.map((node): ElemEntry => ({ kind: 'elem', store, node, parent }));
      return parent.kind === 'page' ? elems : [...elems, ...furtherPages(parent, total)];
    } catch (error) {
      const what = formatFailure(explainFailure(toFailure(error)));
      return [{ kind: 'problem', store: parent.store, what, parent }];
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function furtherPages(parent: StoreEntry | ElemEntry, total: number): readonly PageEntry[] {
  const { store } = parent;
  const pages: PageEntry[] = [];
  for (let start = PAGE; start < total; start += PAGE) {
    const stop = Math.min(start + PAGE, total);
    pages.push({ kind: 'page', store, start, stop, total, parent });
  }
  return pages;
}
