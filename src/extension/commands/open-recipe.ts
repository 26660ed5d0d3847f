import type * as vscode from 'vscode';
import type { Forms } from '../form/forms.ts';
import { readRecipe, resolveRecipe } from '../recipe/files.ts';

/** Opens the form with what a recipe says. */
export const openRecipe =
  (forms: Forms) =>
  async (clicked?: vscode.Uri): Promise<void> => {
    const uri = await resolveRecipe(clicked);
    const request = uri === undefined ? undefined : await readRecipe(uri);
    if (request !== undefined) forms.openRequest(request);
  };
