import path from 'node:path';
import * as vscode from 'vscode';
import type { Leftover } from '../../shared/leftover.ts';
import { formatBytes } from '../../shared/words/index.ts';
import { showFailure, type App } from '../app.ts';
import { toFailure } from '../engine/failure.ts';
import { mayWrite } from '../run/may-write.ts';
import { runConcat } from '../run/run-concat.ts';
import { plainMessage } from '../words.ts';

type OfLeftover = (leftover?: Leftover) => Promise<void>;

/** Asks for a folder, and shows what killed runs left there. */
export const findLeftovers =
  ({ leftovers }: App) =>
  async (): Promise<void> => {
    const folder = await askFolder();
    if (folder === undefined) return;
    const found = await leftovers.lookInto(folder.fsPath);
    if (found.length > 0) await vscode.commands.executeCommand('anndataConcat.leftovers.focus');
    else void vscode.window.showInformationMessage(vscode.l10n.t('Killed runs left nothing here.'));
  };

const askFolder = async (): Promise<vscode.Uri | undefined> => {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Find What Killed Runs Left in a Folder'),
      openLabel: vscode.l10n.t('Find'),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  return folder;
};

/** Continues the run that left something. */
export const resumeLeftover =
  (app: App): OfLeftover =>
  async (leftover) => {
    const request = leftover === undefined ? undefined : app.leftovers.requestOf(leftover);
    if (request === undefined) return;
    await runConcat(app, request, true);
    await app.leftovers.look();
  };

/** Deletes what a run left, once the person has agreed; an old output without a successor comes back. */
export const deleteLeftover =
  (app: App): OfLeftover =>
  async (leftover) => {
    if (leftover === undefined || !mayWrite()) return;
    const { store, output, bytes } = leftover;
    const name = path.basename(output);
    const text = vscode.l10n.t('Delete what is left of {0}, {1}?', name, formatBytes(bytes));
    const detail = vscode.l10n.t('{0} cannot be brought back, nor can its run be resumed.', store);
    const go = vscode.l10n.t('Delete');
    const options = { modal: true, detail: plainMessage(detail) };
    if ((await vscode.window.showWarningMessage(plainMessage(text), options, go)) !== go) return;
    try {
      tellFate(await app.engine.deleteLeftover(store), name);
    } catch (error) {
      void showFailure(app, toFailure(error));
    }
    await app.leftovers.look();
  };

function tellFate(fate: 'deleted' | 'restored' | 'alive', name: string): void {
  switch (fate) {
    case 'deleted':
      return;
    case 'restored':
      void vscode.window.showInformationMessage(
        plainMessage(vscode.l10n.t('{0} is what it was before the run.', name)),
      );
      return;
    case 'alive':
      void vscode.window.showWarningMessage(
        plainMessage(vscode.l10n.t('{0} is being written: nothing was deleted.', name)),
      );
      return;
  }
}
