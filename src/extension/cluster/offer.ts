import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';

/** Under which menus ask whether there is a cluster to submit to. */
const KEY = 'anndataConcat.hasScheduler';

/** Offers the cluster where its commands are on the path of this host. */
export async function offerCluster(): Promise<void> {
  await vscode.commands.executeCommand('setContext', KEY, await hasScheduler());
}

export async function hasScheduler(): Promise<boolean> {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    if (folder !== '' && (await isProgram(path.join(folder, 'sbatch')))) return true;
  }
  return false;
}

const isProgram = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
