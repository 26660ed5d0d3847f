import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { EngineClient } from '../../src/extension/engine/client.ts';
import { PictureSession } from '../../src/extension/picture/picture-session.ts';
import { subjectOf } from '../../src/extension/picture/subject.ts';
import type { ElemEntry, Entry, StoreEntry } from '../../src/extension/tree/entry.ts';
import { StoreTree } from '../../src/extension/tree/store-tree.ts';
import type { Picture, PictureQuery } from '../../src/shared/picture.ts';
import type { ToPicture } from '../../src/shared/picture-view.ts';
import { until, workspace } from './contributions.ts';

const pictureTabs = (): readonly vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof vscode.TabInputWebview && input.viewType.endsWith('anndataConcat.picture'),
    );

const HOSTILE = '<img src=x>\u202e';
const TALLY: Picture = {
  kind: 'column',
  rows: 10,
  values: {
    kind: 'tally',
    tally: {
      values: [
        { value: HOSTILE, count: 5 },
        { value: ' ', count: 2 },
      ],
      others: { values: 7, count: 2 },
      missing: 1,
      isOpen: false,
    },
  },
};

/** A session whose engine answers when it is let. */
class Stage {
  readonly posted: ToPicture[] = [];
  readonly asked: {
    readonly query: PictureQuery;
    readonly token: vscode.CancellationToken | undefined;
    readonly answer: (picture: Picture) => void;
    readonly refuse: (error: Error) => void;
  }[] = [];
  readonly session: PictureSession;

  constructor(query: PictureQuery) {
    this.session = new PictureSession(query, {
      engine: {
        picture: (wanted, token) =>
          new Promise((answer, refuse) => {
            this.asked.push({ query: wanted, token, answer, refuse });
          }),
      },
      post: (message) => this.posted.push(message),
    });
  }

  get types(): readonly string[] {
    return this.posted.map(({ type }) => type);
  }
}

export const pictures = (): void => {
  suite('pictures of stores', () => {
    const store = (name: string): StoreEntry => ({
      kind: 'store',
      store: path.join(workspace().fsPath, name),
    });

    test('open by a command each, and once for each element or set of stores', async () => {
      const extension = vscode.extensions.getExtension('anndata-concat.anndata-concat');
      assert.ok(extension);
      const program = path.join(extension.extensionPath, 'dist', 'engine.mjs');
      const engine = new EngineClient(program, () => undefined);
      const first = store('pbmc_part1.h5ad');
      const find = async (group: string, name: string): Promise<ElemEntry> => {
        const tree = new StoreTree(engine);
        const isNamed = (wanted: string) => (entry: Entry) =>
          entry.kind === 'elem' && entry.node.name === wanted;
        const parent = (await tree.getChildren(first)).find(isNamed(group));
        const found = (await tree.getChildren(parent)).find(isNamed(name));
        assert.ok(found?.kind === 'elem');
        return found;
      };
      try {
        const column = await find('obs', 'louvain');
        const matrix = await find('obsm', 'X_pca');
        assert.deepEqual(
          [column, matrix].map(({ node }) => subjectOf(node)),
          ['column', 'embedding'],
        );
        for (let times = 0; times < 2; times += 1) {
          await vscode.commands.executeCommand('anndataConcat.showColumn', column);
          await vscode.commands.executeCommand('anndataConcat.showEmbedding', matrix);
          await vscode.commands.executeCommand('anndataConcat.showSparsity', first);
          const both = [first, store('pbmc_part2.h5ad')];
          await vscode.commands.executeCommand('anndataConcat.showOverlap', first, both);
        }
        await until(() => pictureTabs().length === 4);
        assert.deepEqual(
          pictureTabs()
            .map(({ label }) => label)
            .sort(),
          [
            'Overlap of Names',
            'Sparsity of X',
            'obs/louvain · pbmc_part1.h5ad',
            'obsm/X_pca · pbmc_part1.h5ad',
          ],
        );
      } finally {
        await vscode.window.tabGroups.close(pictureTabs());
        await engine.stop();
      }
    });

    test('show names from files as text that is seen', async () => {
      const stage = new Stage({ kind: 'column', store: '/a/b.h5ad', elem: `obs/${HOSTILE}` });
      const drawing = stage.session.receive({ type: 'ready' });
      stage.asked[0]?.answer(TALLY);
      await drawing;
      assert.deepEqual(stage.types, ['reading', 'view']);
      const last = stage.posted.at(-1);
      assert.ok(last?.type === 'view');
      assert.equal(last.view.title, 'obs/<img src=x>\\u202e');
      assert.deepEqual(
        last.view.figures[0]?.table.rows.map(({ cells }) => cells),
        [
          ['<img src=x>\\u202e', '5', '50.0 %'],
          ['" "', '2', '20.0 %'],
          ['7 other values', '2', '20.0 %'],
          ['missing', '1', '10.0 %'],
        ],
      );
    });

    test('ask again when something is chosen, and cancel what was asked before', async () => {
      const query: PictureQuery = { kind: 'overlap', stores: ['a', 'b'], names: 'var' };
      const stage = new Stage(query);
      const before = stage.session.receive({ type: 'ready' });
      const after = stage.session.receive({ type: 'choose', id: 'names', value: 'obs' });
      assert.ok(stage.asked[0]?.token?.isCancellationRequested);
      stage.asked[0].refuse(new Error('cancelled'));
      await before;
      assert.deepEqual(stage.asked[1]?.query, { ...query, names: 'obs' });
      stage.asked[1].answer({
        kind: 'overlap',
        groups: [
          { stores: [0], names: 2, isAlike: true },
          { stores: [1], names: 1, isAlike: true },
        ],
        shared: [
          [2, 1],
          [1, 1],
        ],
        byStores: [1, 1],
        inner: 1,
        outer: 2,
      });
      await after;
      assert.deepEqual(stage.types, ['reading', 'reading', 'view']);
      stage.session.dispose();
    });

    test('tell why there is none', async () => {
      const stage = new Stage({ kind: 'sparsity', stores: ['a'] });
      const drawing = stage.session.draw();
      stage.asked[0]?.refuse(new Error('broken'));
      await drawing;
      assert.deepEqual(stage.types, ['reading', 'failed']);
    });
  });
};
