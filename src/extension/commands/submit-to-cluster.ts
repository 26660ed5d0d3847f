import type * as vscode from 'vscode';
import type { App } from '../app.ts';
import { askForCluster } from '../cluster/ask.ts';
import { submitConcat } from '../cluster/submit.ts';
import { readRecipe, resolveRecipe } from '../recipe/files.ts';

/** Hands what a recipe says to the cluster whose scheduler is on the path. */
export const submitToCluster =
  (app: App) =>
  async (clicked?: vscode.Uri): Promise<void> => {
    const uri = await resolveRecipe(clicked);
    const request = uri === undefined ? undefined : await readRecipe(uri);
    if (request === undefined) return;
    const answers = await askForCluster();
    if (answers === undefined) return;
    const job = await submitConcat(app, request, answers);
    if (job !== undefined) void app.jobsView.reveal(job, { select: false, focus: false });
  };
