import path from 'node:path';
import * as vscode from 'vscode';
import { plainLabel } from '../words.ts';
import { browseStores, type Browsable } from './browse.ts';
import { storesOfWorkspace } from './workspace-stores.ts';

interface StoreItem extends vscode.QuickPickItem {
  readonly store: string;
}
interface BrowseItem extends vscode.QuickPickItem {
  readonly browse: Browsable;
}
type BrowseButton = BrowseItem & vscode.QuickInputButton;

// Most systems cannot choose files and folders in one dialog.
const BUTTONS: readonly BrowseButton[] = [
  browseButton(vscode.l10n.t('Browse for .h5ad Files…'), 'file', 'h5ad'),
  browseButton(vscode.l10n.t('Browse for .zarr Folders…'), 'folder-opened', 'zarr'),
];

function browseButton(label: string, icon: string, browse: Browsable): BrowseButton {
  return { label, tooltip: label, iconPath: new vscode.ThemeIcon(icon), browse };
}

/**
 * Asks for one or more stores: those of the workspace in a list, any other by a file dialog.
 * @returns paths; none when the person does not choose
 */
export async function askStores(title: string): Promise<readonly string[]> {
  const stores = await storesOfWorkspace();
  const answer = stores.length === 0 ? await askBrowsable(title) : await askList(title, stores);
  return typeof answer === 'string' ? await browseStores(title, answer) : answer;
}

async function askBrowsable(title: string): Promise<Browsable | readonly string[]> {
  const items = BUTTONS.map(({ label, iconPath, browse }) => ({ label, iconPath, browse }));
  const item = await vscode.window.showQuickPick<BrowseItem>(items, {
    title,
    placeHolder: vscode.l10n.t('There are no AnnData stores in the workspace'),
  });
  return item?.browse ?? [];
}

function askList(title: string, stores: readonly string[]): Promise<Browsable | readonly string[]> {
  const list = vscode.window.createQuickPick<StoreItem>();
  list.title = title;
  list.placeholder = vscode.l10n.t('Select AnnData stores');
  list.canSelectMany = true;
  list.matchOnDescription = true;
  list.items = stores.map(toItem);
  list.buttons = BUTTONS;
  return new Promise((resolve) => {
    list.onDidAccept(() => {
      resolve(list.selectedItems.map(({ store }) => store));
      list.hide();
    });
    list.onDidTriggerButton((pressed) => {
      resolve(BUTTONS.find((button) => button === pressed)?.browse ?? []);
      list.hide();
    });
    list.onDidHide(() => {
      resolve([]);
      list.dispose();
    });
    list.show();
  });
}

function toItem(store: string): StoreItem {
  const folder = path.dirname(vscode.workspace.asRelativePath(store));
  return {
    label: plainLabel(path.basename(store)),
    description: folder === '.' ? '' : plainLabel(folder),
    store,
  };
}
