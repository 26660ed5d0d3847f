import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { storesIn } from '../../src/extension/stores/selection.ts';
import { proposeOutput } from '../../src/extension/stores/output.ts';
import { storesNamed } from '../../src/extension/stores/named.ts';
import { workspace } from './contributions.ts';

export const storeSelection = (): void => {
  suite('stores in a selection', () => {
    const at = (...names: string[]): vscode.Uri => vscode.Uri.joinPath(workspace(), ...names);

    test('keeps files and folders that are stores by name, in order, each once', async () => {
      const selection = ['pbmc_part3.zarr', 'notes.txt', 'pbmc_part1.h5ad', 'pbmc_part3.zarr'];
      const stores = await storesIn(selection.map((name) => at(name)));
      assert.deepEqual(stores, [at('pbmc_part3.zarr').fsPath, at('pbmc_part1.h5ad').fsPath]);
    });

    test('leaves out folders named as files, files named as folders, and what is gone', async () => {
      await vscode.workspace.fs.createDirectory(at('folder.h5ad'));
      await vscode.workspace.fs.writeFile(at('file.zarr'), new Uint8Array());
      const names = ['folder.h5ad', 'file.zarr', 'gone.h5ad'];
      assert.deepEqual(await storesIn(names.map((name) => at(name))), []);
    });

    test('leaves out what is not on a disk', async () => {
      assert.deepEqual(await storesIn([vscode.Uri.parse('untitled:pbmc_part1.h5ad')]), []);
    });

    test('understands paths, URIs, URLs and folders, in quotes too', async () => {
      const first = at('pbmc_part1.h5ad');
      const remote = first.with({ scheme: 'vscode-remote', authority: 'ssh+host' }).toString();
      const url = 'https://example.org/a.zarr';
      const texts = ['pbmc_part1.h5ad', `"${first.fsPath}"`, remote, first.toString(), url];
      assert.deepEqual(await storesNamed(texts), [first.fsPath, url]);
      const inFolder = await storesNamed([workspace().fsPath]);
      for (const name of ['pbmc_part1.h5ad', 'pbmc_part2.h5ad', 'pbmc_part3.zarr']) {
        assert.ok(inFolder.includes(at(name).fsPath), name);
      }
      // What is inside of a store is no store of its own.
      assert.ok(inFolder.every((store) => /\.(h5ad|zarr)$/u.test(store)));
    });

    test('finds nothing in texts that name no store', async () => {
      assert.deepEqual(await storesNamed(['gone.h5ad', 'notes.txt', 'mailto://x', '://']), []);
    });

    test('proposes an output beside the store that nothing has yet', async () => {
      const store = at('pbmc_part1.h5ad').fsPath;
      assert.equal(await proposeOutput(store), at('concatenated.h5ad').fsPath);
      await vscode.workspace.fs.writeFile(at('concatenated.h5ad'), new Uint8Array());
      try {
        assert.equal(await proposeOutput(store), at('concatenated-2.h5ad').fsPath);
      } finally {
        await vscode.workspace.fs.delete(at('concatenated.h5ad'));
      }
    });
  });
};
