import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readRecipe, writeRecipe } from '../../src/extension/recipe/files.ts';
import { requestSchema } from '../../src/shared/options.ts';
import { formTabs, until, workspace } from './contributions.ts';

export const recipes = (): void => {
  suite('recipes', () => {
    const uri = vscode.Uri.joinPath(workspace(), 'study.concat.json');
    const request = requestSchema.parse({
      inputs: [{ path: vscode.Uri.joinPath(workspace(), 'pbmc_part1.h5ad').fsPath, key: 'one' }],
      output: vscode.Uri.joinPath(workspace(), 'out.h5ad').fsPath,
      options: { join: 'outer' },
    });
    suiteTeardown(async () => {
      await vscode.workspace.fs.delete(uri);
    });

    test('are written and read, with paths beside them', async () => {
      await writeRecipe(uri, request);
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      assert.match(text, /"path": "pbmc_part1\.h5ad"/u);
      assert.deepEqual(await readRecipe(uri), request);
    });

    test('open in a form', async () => {
      await writeRecipe(uri, request);
      await vscode.commands.executeCommand('anndataConcat.openRecipe', uri);
      await until(() => formTabs().length === 1);
      await vscode.window.tabGroups.close(formTabs());
      await until(() => formTabs().length === 0);
    });

    test('have a schema that the editor checks them with', async () => {
      const wrong = { version: 1, inputs: [], output: 'o.h5ad', options: { join: 'outside' } };
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify(wrong)));
      await vscode.window.showTextDocument(uri);
      await until(() => vscode.languages.getDiagnostics(uri).length > 0);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    });

    for (const text of ['no json', '{}', '[]', '{"version": 2, "inputs": [], "output": "o"}']) {
      test(`that are none are refused: ${text}`, async () => {
        await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
        assert.equal(await readRecipe(uri), undefined);
      });
    }
  });
};
