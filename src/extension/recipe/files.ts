import path from 'node:path';
import * as vscode from 'vscode';
import { describeIssues } from '../../shared/issues.ts';
import type { ConcatRequest } from '../../shared/options.ts';
import { RECIPE_SUFFIX, recipeSchema } from '../../shared/recipe.ts';
import { mayWrite } from '../run/may-write.ts';
import { plainMessage } from '../words.ts';
import { fromRecipe, toRecipe } from './recipe.ts';

/** Bytes; more than a recipe of all stores there are. */
const MAXIMUM = 64 * 1024 * 1024;

// Only what follows the last point: dialogs put it after a name that ends otherwise.
const filters = (): Record<string, string[]> => ({
  [vscode.l10n.t('AnnData Concat Recipe')]: ['json'],
});

/** Asks where to, and writes the recipe of a request there. */
export async function saveRecipe(request: ConcatRequest): Promise<void> {
  if (!mayWrite()) return;
  const { dir, name } = path.parse(request.output);
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Recipe'),
    saveLabel: vscode.l10n.t('Save Recipe'),
    filters: filters(),
    defaultUri: vscode.Uri.file(path.join(dir, `${name}${RECIPE_SUFFIX}`)),
  });
  if (uri === undefined) return;
  try {
    await writeRecipe(uri, request);
  } catch (error) {
    tell(uri, error instanceof Error ? error.message : String(error));
    return;
  }
  const text = vscode.l10n.t('Saved the recipe {0}.', path.basename(uri.fsPath));
  const open = vscode.l10n.t('Open File');
  const choice = await vscode.window.showInformationMessage(plainMessage(text), open);
  if (choice === open) await vscode.window.showTextDocument(uri);
}

export async function writeRecipe(uri: vscode.Uri, request: ConcatRequest): Promise<void> {
  const recipe = toRecipe(path.dirname(uri.fsPath), request);
  const text = `${JSON.stringify(recipe, null, 2)}\n`;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

/** The request that a recipe stands for; undefined, and the person is told, when it is none. */
export async function readRecipe(uri: vscode.Uri): Promise<ConcatRequest | undefined> {
  try {
    return await parseRecipe(uri);
  } catch (error) {
    tell(uri, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** The request that a recipe stands for. Throws an Error with what is wrong with it. */
export async function parseRecipe(uri: vscode.Uri): Promise<ConcatRequest> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MAXIMUM) throw new Error(vscode.l10n.t('it is too large to be a recipe'));
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  const recipe = recipeSchema.safeParse(JSON.parse(text));
  if (!recipe.success) throw new Error(describeIssues(recipe.error));
  return fromRecipe(path.dirname(uri.fsPath), recipe.data);
}

/**
 * The recipe that a command is for: what was clicked, or what is open in the editor, or what the
 * person chooses.
 */
export async function resolveRecipe(clicked?: vscode.Uri): Promise<vscode.Uri | undefined> {
  if (clicked !== undefined) return clicked;
  const open = vscode.window.activeTextEditor?.document.uri;
  if (open?.scheme === 'file' && open.path.endsWith(RECIPE_SUFFIX)) return open;
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Open Recipe'),
      filters: filters(),
    })) ?? [];
  return chosen;
}

const tell = (uri: vscode.Uri, why: string): void => {
  const text = vscode.l10n.t('The recipe {0} cannot be used: {1}.', path.basename(uri.fsPath), why);
  void vscode.window.showErrorMessage(plainMessage(text.replace(/\.\.$/u, '.')));
};
