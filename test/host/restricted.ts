import * as assert from 'node:assert/strict';
import { readdir, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { CommandId } from '../../src/extension/manifest.ts';
import { writeRecipe } from '../../src/extension/recipe/files.ts';
import { requestSchema } from '../../src/shared/options.ts';
import { until, workspace } from './contributions.ts';

export const restricted = (): void => {
  suite('a workspace that is not trusted', () => {
    const at = (name: string): vscode.Uri => vscode.Uri.joinPath(workspace(), name);
    const store = at('pbmc_part1.h5ad');
    const recipe = at('restricted.concat.json');
    const notebook = at('restricted.ipynb');
    const partial = at('.restricted.h5ad.partial-0').fsPath;
    const request = requestSchema.parse({
      inputs: [{ path: store.fsPath }],
      output: at('restricted.h5ad').fsPath,
      options: {},
    });
    const trust = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted');

    setup(async () => {
      await writeRecipe(recipe, request);
      await writeFile(partial, 'x');
      const cells = [{ cell_type: 'code', metadata: {}, outputs: [], source: ['1 + 1'] }];
      const text = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
      await writeFile(notebook.fsPath, text);
      // The extension is given the same object.
      Object.defineProperty(vscode.workspace, 'isTrusted', {
        get: () => false,
        configurable: true,
      });
    });
    teardown(async () => {
      assert.ok(trust);
      Object.defineProperty(vscode.workspace, 'isTrusted', trust);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      for (const file of [recipe, notebook, vscode.Uri.file(partial)]) {
        await vscode.workspace.fs.delete(file);
      }
    });

    /** Every file and folder, with its bytes and the time of its last change. */
    const everything = async (): Promise<readonly string[]> => {
      const names = await readdir(workspace().fsPath, { recursive: true });
      const lines = names.map(async (name) => {
        const { size, mtimeMs } = await stat(path.join(workspace().fsPath, name));
        return `${name} ${size} ${mtimeMs}`;
      });
      return (await Promise.all(lines)).sort();
    };

    const job = { order: { request } };
    const leftover = { store: partial, output: request.output, bytes: 1, canResume: true };
    /** What a menu would give to each command: a new one has to be thought of here. */
    const given: Readonly<Record<CommandId, readonly unknown[]>> = {
      'anndataConcat.concatenate': [store, [store]],
      'anndataConcat.inspect': [store],
      'anndataConcat.openRecipe': [recipe],
      'anndataConcat.runRecipe': [recipe],
      'anndataConcat.submitToCluster': [recipe],
      'anndataConcat.compareStores': [store, [store, at('pbmc_part2.h5ad')]],
      'anndataConcat.findElem': [],
      'anndataConcat.showColumn': [],
      'anndataConcat.showEmbedding': [],
      'anndataConcat.showOverlap': [store, [store, at('pbmc_part2.h5ad')]],
      'anndataConcat.showSparsity': [store, [store]],
      'anndataConcat.copyElemPath': [{ kind: 'store', store: store.fsPath }],
      'anndataConcat.copyElemPython': [{ kind: 'store', store: store.fsPath }],
      'anndataConcat.refreshStores': [],
      'anndataConcat.removeStore': [{ kind: 'store', store: store.fsPath }],
      'anndataConcat.cancelJob': [],
      'anndataConcat.openJobResult': [],
      'anndataConcat.showJobLog': [],
      'anndataConcat.runJobAgain': [job],
      'anndataConcat.resumeJob': [job],
      'anndataConcat.resubmitJob': [job],
      'anndataConcat.removeJob': [],
      'anndataConcat.openSample': [workspace()],
      'anndataConcat.findLeftovers': [],
      'anndataConcat.resumeLeftover': [leftover],
      'anndataConcat.deleteLeftover': [leftover],
      'anndataConcat.openStoreInCell': [undefined, [store.fsPath]],
      'anndataConcat.concatInCell': [],
      'anndataConcat.formFromCell': [],
      'anndataConcat.showLog': [],
    };

    test('is not written to by any command, tool or task', async () => {
      const document = await vscode.workspace.openNotebookDocument(notebook);
      const editor = await vscode.window.showNotebookDocument(document);
      await until(() => vscode.window.activeNotebookEditor === editor);
      const before = await everything();
      // Nobody answers what they ask.
      const closing = setInterval(() => {
        void vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      }, 250);
      try {
        // Those for cells first: others open editors of their own.
        const cells = Object.entries(given).filter(([command]) => command.endsWith('InCell'));
        for (const [command, more] of [...cells, ...Object.entries(given)]) {
          await vscode.commands.executeCommand(command, ...more);
        }
      } finally {
        clearInterval(closing);
      }
      await assert.rejects(
        async () =>
          await vscode.lm.invokeTool('run_concat', {
            input: { inputs: [{ path: store.fsPath }], output: request.output },
            toolInvocationToken: undefined,
          }),
        /not trusted/u,
      );
      assert.deepEqual(await vscode.tasks.fetchTasks({ type: 'anndata-concat' }), []);
      assert.deepEqual(await everything(), before);
      assert.equal(document.cellCount, 1);
      assert.equal(document.isDirty, false);
      // Each command opens something of the workbench.
    }).timeout(90_000);
  });
};
