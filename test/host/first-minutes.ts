import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startingOptions } from '../../src/extension/form/defaults.ts';
import { openSample } from '../../src/extension/commands/open-sample.ts';
import { isStore } from '../../src/extension/stores/selection.ts';
import { ID, workspace } from './contributions.ts';

export const firstMinutes = (): void => {
  suite('the first minutes', () => {
    test('opening a folder activates nothing', async () => {
      const extension = vscode.extensions.getExtension(ID);
      assert.ok(extension);
      assert.equal(extension.isActive, false);
      const start = performance.now();
      await extension.activate();
      console.log(`activated in ${(performance.now() - start).toFixed(0)} ms`);
      assert.equal(extension.isActive, true);
    });

    test('sample stores are copied, once, and open in the form', async () => {
      const extension = vscode.extensions.getExtension(ID);
      assert.ok(extension);
      const opened: (readonly string[])[] = [];
      const forms = {
        open: (stores: readonly string[]) => {
          opened.push(stores);
          return Promise.resolve();
        },
      };
      const open = openSample({ extensionUri: extension.extensionUri }, forms);
      await open(workspace());
      const folder = vscode.Uri.joinPath(workspace(), 'anndata-sample');
      const stores = ['pbmc_part1.h5ad', 'pbmc_part2.h5ad'].map((name) =>
        vscode.Uri.joinPath(folder, name),
      );
      assert.deepEqual(opened, [stores.map(({ fsPath }) => fsPath)]);
      const [first] = stores;
      assert.ok(first);
      await vscode.workspace.fs.writeFile(first, new Uint8Array(3));
      await open(workspace());
      assert.equal((await vscode.workspace.fs.stat(first)).size, 3);
      assert.equal(opened.length, 2);
      await vscode.workspace.fs.delete(folder, { recursive: true });
    });

    test('settings say with which options a form begins, and nonsense is left out', async () => {
      const settings = vscode.workspace.getConfiguration('anndataConcat');
      const set = async (memory: unknown, compression: unknown, verify: unknown): Promise<void> => {
        const { Workspace } = vscode.ConfigurationTarget;
        await settings.update('memory', memory, Workspace);
        await settings.update('compression', compression, Workspace);
        await settings.update('verify', verify, Workspace);
      };
      const usual = startingOptions();
      assert.deepEqual([usual.memory, usual.codec, usual.verify], ['64', 'auto', 'fast']);
      await set(256, 'zstd', 'full');
      const { memory, codec, verify } = startingOptions();
      assert.deepEqual([memory, codec, verify], ['256', 'zstd', 'full']);
      await set(-1, 'best', 7);
      assert.deepEqual(startingOptions(), usual);
      await set(undefined, undefined, undefined);
    });

    test('a store in a virtual workspace is none, since the engine opens paths', async () => {
      const provider = new (class implements vscode.FileSystemProvider {
        readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
        watch = () => new vscode.Disposable(() => undefined);
        stat = () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: 8 });
        readDirectory = () => [];
        createDirectory = () => undefined;
        readFile = () => new Uint8Array(8);
        writeFile = () => undefined;
        delete = () => undefined;
        rename = () => undefined;
      })();
      const registration = vscode.workspace.registerFileSystemProvider('virtual', provider);
      const uri = vscode.Uri.parse('virtual:/a.h5ad');
      assert.equal((await vscode.workspace.fs.stat(uri)).size, 8);
      assert.equal(await isStore(uri), false);
      registration.dispose();
    });
  });
};
