import type * as vscode from 'vscode';
import type { App } from '../app.ts';
import { readRecipe, resolveRecipe } from '../recipe/files.ts';
import { runConcat } from '../run/run-concat.ts';

/** Executes what a recipe says; a plan that has errors is refused as everywhere. */
export const runRecipe =
  (app: App) =>
  async (clicked?: vscode.Uri): Promise<void> => {
    const uri = await resolveRecipe(clicked);
    const request = uri === undefined ? undefined : await readRecipe(uri);
    if (request !== undefined) await runConcat(app, request);
  };
