import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Forms } from '../../src/extension/form/forms.ts';
import { openCall } from '../../src/extension/notebook/open-call.ts';
import type { ConcatRequest } from '../../src/shared/options.ts';
import { formTabs, until, workspace } from './contributions.ts';

export const notebooks = (): void => {
  suite('notebooks', () => {
    const uri = vscode.Uri.joinPath(workspace(), 'study.ipynb');
    const store = vscode.Uri.joinPath(workspace(), 'pbmc_part1.h5ad').fsPath;

    setup(async () => {
      const cells = [{ cell_type: 'code', metadata: {}, outputs: [], source: ['1 + 1'] }];
      const text = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    });
    teardown(async () => {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await vscode.workspace.fs.delete(uri);
    });

    const open = async (): Promise<vscode.NotebookEditor> => {
      const document = await vscode.workspace.openNotebookDocument(uri);
      const editor = await vscode.window.showNotebookDocument(document);
      await until(() => vscode.window.activeNotebookEditor === editor);
      return editor;
    };
    const cellWith = async (text: string): Promise<vscode.NotebookCell> => {
      const { notebook } = await open();
      const edit = new vscode.WorkspaceEdit();
      const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
      edit.set(uri, [vscode.NotebookEdit.replaceCells(new vscode.NotebookRange(0, 1), [cell])]);
      assert.ok(await vscode.workspace.applyEdit(edit));
      return notebook.cellAt(0);
    };

    test('get a cell that opens a store, below the selected one', async () => {
      const { notebook } = await open();
      await vscode.commands.executeCommand('anndataConcat.openStoreInCell', undefined, [store]);
      await until(() => notebook.cellCount === 2);
      const { document, kind } = notebook.cellAt(1);
      assert.equal(kind, vscode.NotebookCellKind.Code);
      assert.equal(document.languageId, 'python');
      assert.match(document.getText(), /ad\.read_h5ad\(".*pbmc_part1\.h5ad", backed="r"\)/u);
      await until(() => vscode.window.activeNotebookEditor?.selection.start === 1);
    });

    test('a cell that concatenates opens in the form', async () => {
      const cell = await cellWith('ad.concat([ad.read_h5ad("pbmc_part1.h5ad")], join="outer")');
      await vscode.commands.executeCommand('anndataConcat.formFromCell', cell);
      await until(() => formTabs().length === 1);
      await vscode.window.tabGroups.close(formTabs());
      await until(() => formTabs().length === 0);
    });

    /** The requests with which forms would open for a cell. */
    const openedFor = async (text: string): Promise<readonly ConcatRequest[]> => {
      const opened: ConcatRequest[] = [];
      const forms: Pick<Forms, 'openRequest'> = {
        openRequest: (request) => {
          opened.push(request);
        },
      };
      await openCall(forms, await cellWith(text));
      return opened;
    };

    test('paths are of the folder of the notebook, and an output is proposed', async () => {
      const [request] = await openedFor(
        'ad.concat({"a": ad.read_h5ad("pbmc_part1.h5ad")}, axis=1, merge=choose)',
      );
      assert.deepEqual(request?.inputs, [{ path: store, key: 'a' }]);
      assert.equal(request.options.axis, 'var');
      assert.equal(request.output, vscode.Uri.joinPath(workspace(), 'concatenated.h5ad').fsPath);
    });

    test('a cell without such a call opens nothing', async () => {
      assert.deepEqual(await openedFor('ad.concat(stores)'), []);
    });
  });
};
