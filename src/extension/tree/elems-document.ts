import path from 'node:path';
import * as vscode from 'vscode';
import type { TreeNode } from '../../shared/tree.ts';
import { counted, formatShape, printable } from '../../shared/words/index.ts';
import type { Entry, StoreEntry } from './entry.ts';
import { walk } from './walk.ts';

export const ELEMS_SCHEME = 'anndata-concat-elems';

/** The document that lists the elements of a store. */
export const elemsUri = (store: string): vscode.Uri =>
  vscode.Uri.from({
    scheme: ELEMS_SCHEME,
    path: `/${path.basename(store)}`,
    query: store,
  });

/**
 * The elements of a store as a text that can only be read, one to a line, so that the editor can
 * compare two: encoding, dtype and shape, and nothing that depends on how it is stored.
 */
export class ElemsDocuments implements vscode.TextDocumentContentProvider {
  readonly #getChildren: (parent: Entry) => Promise<readonly Entry[]>;

  constructor(getChildren: (parent: Entry) => Promise<readonly Entry[]>) {
    this.#getChildren = getChildren;
  }

  async provideTextDocumentContent(
    { query }: vscode.Uri,
    token: vscode.CancellationToken,
  ): Promise<string> {
    const store: StoreEntry = { kind: 'store', store: query };
    const [first] = await this.#getChildren(store);
    if (first?.kind === 'problem') return `${first.what}\n`;
    const lines: string[] = [];
    for await (const { node } of walk(this.#getChildren, store, token)) lines.push(lineOf(node));
    return `${lines.join('\n')}\n`;
  }
}

function lineOf({
  path: elem,
  encoding,
  dtype,
  shape,
  categories,
  ordered,
  problem,
  value,
}: TreeNode): string {
  const parts = [
    encoding,
    dtype ?? '',
    formatShape(shape),
    categories === null ? '' : counted(categories, 'category', 'categories'),
    ordered === true ? vscode.l10n.t('ordered') : '',
    value === null ? '' : JSON.stringify(value),
    problem === null ? '' : vscode.l10n.t('cannot be read: {0}', problem),
  ];
  return printable(`${elem}: ${parts.filter((part) => part !== '').join(' · ')}`);
}
