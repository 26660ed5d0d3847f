import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Inspected, Page } from '../../src/extension/engine/client.ts';
import { EngineError } from '../../src/extension/engine/failure.ts';
import type { Entry } from '../../src/extension/tree/entry.ts';
import { ElemsDocuments, elemsUri } from '../../src/extension/tree/elems-document.ts';
import { StoreTree } from '../../src/extension/tree/store-tree.ts';
import type { TreeNode } from '../../src/shared/tree.ts';

const nodeOf = (path: string, more: Partial<TreeNode> = {}): TreeNode => ({
  path,
  name: path.split('/').at(-1) ?? '',
  encoding: 'array',
  dtype: 'float32',
  shape: [700, 50],
  nnz: null,
  categories: null,
  ordered: null,
  chunks: null,
  filters: [],
  bytes: 140_000,
  value: null,
  hasChildren: false,
  isIndex: false,
  problem: null,
  ...more,
});
const HOSTILE = '**x** | `y` [z](command:evil)\u202e<img src=x>';
const MEMBERS: Readonly<Record<string, readonly TreeNode[]>> = {
  '': [
    nodeOf('bad', { problem: 'filter szip' }),
    nodeOf('X', { encoding: 'csr_matrix', nnz: 85_050, chunks: [4096], filters: ['gzip'] }),
    nodeOf('obsm', { encoding: 'dict', dtype: null, shape: null, bytes: null, hasChildren: true }),
    nodeOf('obs', { encoding: 'dataframe', hasChildren: true }),
  ],
  obsm: [nodeOf('obsm/X_pca'), nodeOf(`obsm/${HOSTILE}`, { name: HOSTILE, value: HOSTILE })],
};

/** A column with more categories than are read at a time. */
const LABELS: typeof MEMBERS = {
  '': [nodeOf('obs', { encoding: 'dataframe', hasChildren: true })],
  obs: [nodeOf('obs/kind', { encoding: 'categorical', categories: 1001, ordered: true })],
  'obs/kind': Array.from({ length: 1001 }, (_, code) =>
    nodeOf(`obs/kind[${code}]`, { name: `k${code}`, encoding: 'category', value: `${code}` }),
  ),
};

/** A group of more members than are read at a time. */
const MANY: typeof MEMBERS = {
  '': [nodeOf('uns', { encoding: 'dict', hasChildren: true })],
  uns: Array.from({ length: 2500 }, (_, i) => nodeOf(`uns/m${i}`)),
};

const STORES: Readonly<Record<string, typeof MEMBERS>> = {
  'a.h5ad': MEMBERS,
  'b.h5ad': MEMBERS,
  'many.h5ad': MANY,
  'labels.h5ad': LABELS,
};

class FakeEngine {
  readonly asked: string[] = [];

  inspect(store: string, elem: string, { start, limit }: Page): Promise<Inspected> {
    this.asked.push(`${store}:${elem}${start === 0 ? '' : `:${start}`}`);
    if (store === 'gone.h5ad') {
      const failure = {
        tag: 'StoreNotFound',
        path: store,
        elem: null,
        reason: null,
        detail: null,
      } as const;
      return Promise.reject(new EngineError(failure));
    }
    const members = STORES[store]?.[elem] ?? [];
    const children = members.slice(start, start + limit);
    return Promise.resolve({ node: nodeOf(elem), children, total: members.length });
  }
}

export const storeTree = (): void => {
  suite('the tree of stores', () => {
    let engine: FakeEngine;
    let tree: StoreTree;
    setup(() => {
      engine = new FakeEngine();
      tree = new StoreTree(engine);
    });
    teardown(() => {
      tree.dispose();
    });
    const child = async (parent: Entry, name: string): Promise<Entry> => {
      const entries = await tree.getChildren(parent);
      const found = entries.find((entry) => entry.kind === 'elem' && entry.node.name === name);
      assert.ok(found);
      return found;
    };

    test('reads a group when it is opened, not before', async () => {
      const store = tree.add('a.h5ad');
      assert.deepEqual(await tree.getChildren(), [store]);
      assert.deepEqual(engine.asked, []);
      await tree.getChildren(await child(store, 'obsm'));
      assert.deepEqual(engine.asked, ['a.h5ad:', 'a.h5ad:obsm']);
    });

    test('shows a store in the order in which AnnData is described', async () => {
      const entries = await tree.getChildren(tree.add('a.h5ad'));
      const names = entries.map((entry) => (entry.kind === 'elem' ? entry.node.name : ''));
      assert.deepEqual(names, ['obs', 'X', 'obsm', 'bad']);
    });

    test('says dtype, shape, stored entries and bytes of an element', async () => {
      const item = tree.getTreeItem(await child(tree.add('a.h5ad'), 'X'));
      assert.equal(item.label, 'X');
      assert.equal(item.description, 'float32 · 700 × 50 · 85,050 stored · 137 KiB');
      assert.equal(item.collapsibleState, vscode.TreeItemCollapsibleState.None);
      assert.equal(item.accessibilityInformation?.label, `X, ${item.description}`);
      assert.ok(item.tooltip instanceof vscode.MarkdownString);
      for (const particular of [/csr\\?_matrix/u, /4096/u, /gzip/u]) {
        assert.match(item.tooltip.value, particular);
      }
    });

    test('shows what cannot be read as such', async () => {
      const item = tree.getTreeItem(await child(tree.add('a.h5ad'), 'bad'));
      assert.equal(item.description, 'cannot be read');
      const [problem] = await tree.getChildren(tree.add('gone.h5ad'));
      assert.ok(problem);
      assert.ok(problem.kind === 'problem');
      assert.match(problem.what, /There is no such store: gone\.h5ad/u);
      assert.deepEqual(await tree.getChildren(problem), []);
    });

    test('knows the way up from every element, under ids that stay', async () => {
      const store = tree.add('a.h5ad');
      const group = await child(store, 'obsm');
      const leaf = await child(group, 'X_pca');
      assert.equal(tree.getParent(leaf), group);
      assert.equal(tree.getParent(group), store);
      assert.equal(tree.getParent(store), undefined);
      const again = await child(await child(store, 'obsm'), 'X_pca');
      assert.equal(tree.getTreeItem(again).id, tree.getTreeItem(leaf).id);
      assert.notEqual(tree.getTreeItem(group).id, tree.getTreeItem(leaf).id);
    });

    test('puts new stores first, each once, and takes them out', () => {
      let changes = 0;
      tree.onDidChangeTreeData(() => {
        changes += 1;
      });
      tree.add('a.h5ad');
      tree.add('b.h5ad');
      tree.add('a.h5ad');
      assert.deepEqual(tree.stores, ['b.h5ad', 'a.h5ad']);
      tree.remove('b.h5ad');
      tree.refresh();
      assert.deepEqual(tree.stores, ['a.h5ad']);
      assert.equal(changes, 5);
    });

    test('lists every element, each before its members, for a comparison', async () => {
      const documents = new ElemsDocuments((parent) => tree.getChildren(parent));
      const { token } = new vscode.CancellationTokenSource();
      const text = await documents.provideTextDocumentContent(elemsUri('a.h5ad'), token);
      const lines = text.trimEnd().split('\n');
      assert.deepEqual(
        lines.map((line) => line.split(': ')[0]),
        ['obs', 'X', 'obsm', 'obsm/X_pca', `obsm/${HOSTILE.replace('\u202e', '\\u202e')}`, 'bad'],
      );
      assert.equal(lines[1], 'X: csr_matrix · float32 · 700 × 50');
      const gone = await documents.provideTextDocumentContent(elemsUri('gone.h5ad'), token);
      assert.match(gone, /There is no such store/u);
    });

    test('copies paths and Python of elements and stores', async () => {
      const store = tree.add('a.h5ad');
      const leaf = await child(await child(store, 'obsm'), 'X_pca');
      for (const [command, entry, text] of [
        ['copyElemPath', leaf, 'obsm/X_pca'],
        ['copyElemPython', leaf, 'adata.obsm["X_pca"]'],
        ['copyElemPath', store, 'a.h5ad'],
        ['copyElemPython', store, 'ad.read_h5ad("a.h5ad")'],
      ] as const) {
        await vscode.commands.executeCommand(`anndataConcat.${command}`, entry);
        assert.equal(await vscode.env.clipboard.readText(), text);
      }
    });

    test('reads a group of very many members page by page, each when it is opened', async () => {
      const group = await child(tree.add('many.h5ad'), 'uns');
      const entries = await tree.getChildren(group);
      const [second, third, ...rest] = entries.slice(1000);
      assert.deepEqual(rest, []);
      assert.ok(entries.slice(0, 1000).every(({ kind }) => kind === 'elem'));
      assert.ok(second?.kind === 'page' && third?.kind === 'page');
      const item = tree.getTreeItem(third);
      assert.deepEqual([item.label, item.description], ['2,001 – 2,500', 'of 2,500']);
      assert.equal(item.collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
      assert.notEqual(item.id, tree.getTreeItem(second).id);
      assert.deepEqual(engine.asked, ['many.h5ad:', 'many.h5ad:uns']);
      const [first, ...others] = await tree.getChildren(third);
      assert.equal(others.length, 499);
      assert.ok(first?.kind === 'elem');
      assert.equal(first.node.path, 'uns/m2000');
      assert.equal(tree.getParent(first), third);
      assert.equal(tree.getParent(third), group);
      assert.deepEqual(engine.asked.slice(2), ['many.h5ad:uns:2000']);
    });

    test('shows the categories of a column with their codes, in pages', async () => {
      const column = await child(await child(tree.add('labels.h5ad'), 'obs'), 'kind');
      const item = tree.getTreeItem(column);
      assert.match(String(item.description), /^1,001 ordered categories/u);
      assert.equal(item.collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
      const entries = await tree.getChildren(column);
      assert.equal(entries.length, 1001);
      const [first, page] = [entries[0], entries[1000]];
      assert.ok(first?.kind === 'elem' && page?.kind === 'page');
      const category = tree.getTreeItem(first);
      assert.deepEqual([category.label, category.description], ['k0', 'code 0']);
      assert.equal(category.collapsibleState, vscode.TreeItemCollapsibleState.None);
      const [last] = await tree.getChildren(page);
      await vscode.commands.executeCommand('anndataConcat.copyElemPython', last);
      const copied = await vscode.env.clipboard.readText();
      assert.equal(copied, 'adata.obs["kind"].cat.categories[1000]');
    });

    test('does not take categories for elements when it lists them', async () => {
      const documents = new ElemsDocuments((parent) => tree.getChildren(parent));
      const { token } = new vscode.CancellationTokenSource();
      const text = await documents.provideTextDocumentContent(elemsUri('labels.h5ad'), token);
      assert.deepEqual(
        text
          .trimEnd()
          .split('\n')
          .map((line) => line.split(': ')[0]),
        ['obs', 'obs/kind'],
      );
      assert.match(text, /1001 categories · ordered$|1,001 categories · ordered$/mu);
    });

    test('walks all pages of a group', async () => {
      const documents = new ElemsDocuments((parent) => tree.getChildren(parent));
      const { token } = new vscode.CancellationTokenSource();
      const text = await documents.provideTextDocumentContent(elemsUri('many.h5ad'), token);
      const paths = text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(': ')[0]);
      assert.deepEqual(paths, ['uns', ...Array.from({ length: 2500 }, (_, i) => `uns/m${i}`)]);
    });

    test('shows hostile names as text', async () => {
      const group = await child(tree.add('a.h5ad'), 'obsm');
      const item = tree.getTreeItem(await child(group, HOSTILE));
      assert.equal(item.label, HOSTILE.replace('\u202e', '\\u202e'));
      assert.ok(item.tooltip instanceof vscode.MarkdownString);
      const { value, isTrusted, supportHtml } = item.tooltip;
      assert.ok(isTrusted !== true && supportHtml !== true);
      assert.ok(!value.includes('[z](command'));
      assert.ok(!value.includes('**x**'));
    });
  });
};
