import type { App } from '../app.ts';
import { askStores } from '../stores/pick.ts';
import { askShownStore } from '../tree/ask-store.ts';
import type { Entry } from '../tree/entry.ts';
import { askElem } from '../tree/find-elem.ts';
import { subjectOf } from './subject.ts';

/**
 * The element that a picture is asked for: the row of the tree, or one that the person chooses of the
 * store that is selected there, or of another.
 */
export async function resolveSubject(
  { tree, view }: App,
  clicked: Entry | undefined,
  subject: 'column' | 'embedding',
  title: string,
): Promise<{ readonly store: string; readonly elem: string } | undefined> {
  if (clicked?.kind === 'elem' && subjectOf(clicked.node) === subject) {
    return { store: clicked.store, elem: clicked.node.path };
  }
  const selected = clicked ?? view.selection[0];
  const store = selected?.store ?? (await askOne(tree.stores, title));
  if (store === undefined) return undefined;
  const isOffered = (node: Parameters<typeof subjectOf>[0]) => subjectOf(node) === subject;
  const entry = await askElem(tree, { kind: 'store', store }, title, isOffered);
  return entry === undefined ? undefined : { store, elem: entry.node.path };
}

/** Of the stores that the tree shows; of all where it shows none. */
async function askOne(shown: readonly string[], title: string): Promise<string | undefined> {
  return shown.length === 0 ? (await askStores(title))[0] : await askShownStore(shown, title);
}
