import path from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import type { ConcatRequest } from '../../shared/options.ts';
import { RECIPE_SUFFIX } from '../../shared/recipe.ts';
import { printable, toArguments } from '../../shared/words/index.ts';
import { parseRecipe } from '../recipe/files.ts';

export const TASK_TYPE = 'anndata-concat';

/** More recipes than anybody looks through in a list. */
const LIMIT = 200;

const definitionSchema = z.looseObject({ type: z.literal(TASK_TYPE), recipe: z.string().min(1) });

/** A task for each recipe of the workspace: the command line with what the recipe says. */
export class RecipeTasks implements vscode.TaskProvider {
  readonly #program: string;

  /** @param program path of the command line */
  constructor(program: string) {
    this.#program = program;
  }

  async provideTasks(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const recipes = await vscode.workspace.findFiles(`**/*${RECIPE_SUFFIX}`, undefined, LIMIT);
    const tasks = await Promise.all(
      recipes.map(async (uri) => {
        const folder = vscode.workspace.getWorkspaceFolder(uri);
        if (folder === undefined) return undefined;
        const recipe = path.posix.relative(folder.uri.path, uri.path);
        return await this.#taskFor({ type: TASK_TYPE, recipe }, folder, uri);
      }),
    );
    return tasks.filter((task) => task !== undefined);
  }

  /** The task of a `tasks.json`, whose recipe is relative to the workspace's folder. */
  async resolveTask({ definition, scope }: vscode.Task): Promise<vscode.Task | undefined> {
    if (!vscode.workspace.isTrusted) return undefined;
    const parsed = definitionSchema.safeParse(definition);
    const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
    if (!parsed.success || folder === undefined) return undefined;
    const uri = vscode.Uri.file(path.resolve(folder.uri.fsPath, parsed.data.recipe));
    // VS Code knows a task again by its definition, which has to be the same object.
    return await this.#taskFor(definition, folder, uri);
  }

  async #taskFor(
    definition: vscode.TaskDefinition,
    folder: vscode.WorkspaceFolder,
    uri: vscode.Uri,
  ): Promise<vscode.Task | undefined> {
    let request: ConcatRequest;
    try {
      request = await parseRecipe(uri);
    } catch {
      // The editor says what is wrong with a recipe; there is nothing to run.
      return undefined;
    }
    const execution = new vscode.ProcessExecution(
      process.execPath,
      [this.#program, ...toArguments(request)],
      // On a desktop the program is Electron, which this turns into node.
      { cwd: folder.uri.fsPath, env: { ELECTRON_RUN_AS_NODE: '1' } },
    );
    const name = printable(path.basename(uri.fsPath));
    return new vscode.Task(definition, folder, name, 'AnnData Concat', execution, [
      '$anndata-concat',
    ]);
  }
}
