import type * as vscode from 'vscode';
import type { ElemEntry, Entry, StoreEntry } from './entry.ts';

/**
 * Every element of a store, each before its members, in the order of the tree: read page by page,
 * so that what is found can be shown meanwhile. What cannot be read has no members.
 */
export async function* walk(
  getChildren: (parent: Entry) => Promise<readonly Entry[]>,
  store: StoreEntry,
  token: vscode.CancellationToken,
): AsyncGenerator<ElemEntry> {
  const waiting: Entry[] = [...(await getChildren(store))].reverse();
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (token.isCancellationRequested) return;
    if (entry.kind === 'elem') yield entry;
    if (entry.kind === 'page' || (entry.kind === 'elem' && entry.node.hasChildren)) {
      for (const child of [...(await getChildren(entry))].reverse()) waiting.push(child);
    }
  }
}
