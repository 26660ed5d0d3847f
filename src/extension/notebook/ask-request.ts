import path from 'node:path';
import * as vscode from 'vscode';
import type { ConcatRequest } from '../../shared/options.ts';
import { RECIPE_SUFFIX } from '../../shared/recipe.ts';
import type { App } from '../app.ts';
import { nameOf } from '../jobs/words.ts';
import { readRecipe } from '../recipe/files.ts';
import { plainLabel } from '../words.ts';

/** More than anybody looks through in a list. */
const LIMIT = 200;

interface Item extends vscode.QuickPickItem {
  readonly request: () => ConcatRequest | Promise<ConcatRequest | undefined>;
}

/** Asks for a concatenation: one that was run, or a recipe of the workspace. */
export async function askRequest({ jobs }: App): Promise<ConcatRequest | undefined> {
  const recipes = await vscode.workspace.findFiles(`**/*${RECIPE_SUFFIX}`, undefined, LIMIT);
  const items: readonly Item[] = [
    ...jobs.all.map((job) => ({
      label: `$(history) ${plainLabel(nameOf(job))}`,
      description: new Date(job.order.created).toLocaleString(),
      request: () => job.order.request,
    })),
    ...recipes.map((uri) => ({
      label: `$(json) ${plainLabel(path.basename(uri.fsPath))}`,
      description: plainLabel(vscode.workspace.asRelativePath(uri)),
      request: () => readRecipe(uri),
    })),
  ];
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no run and no recipe yet whose call could be inserted.'),
    );
    return undefined;
  }
  const title = vscode.l10n.t('Insert concat_on_disk of a Run or Recipe');
  const chosen = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return await chosen?.request();
}
