import * as assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import * as vscode from 'vscode';
import * as z from 'zod';
import { writeRecipe } from '../../src/extension/recipe/files.ts';
import { requestSchema } from '../../src/shared/options.ts';
import { workspace } from './contributions.ts';

const matcherSchema = z.looseObject({
  contributes: z.looseObject({
    problemMatchers: z.tuple([z.looseObject({ pattern: z.tuple([regexp(), regexp()]) })]),
  }),
});

export const recipeTasks = (): void => {
  suite('tasks', () => {
    const at = (name: string): vscode.Uri => vscode.Uri.joinPath(workspace(), name);
    const recipe = at('task.concat.json');
    const write = (store: string): Promise<void> =>
      writeRecipe(
        recipe,
        requestSchema.parse({
          inputs: [{ path: at(store).fsPath, key: 'one' }],
          output: at('task-output.h5ad').fsPath,
          options: { label: 'donor' },
        }),
      );
    const execution = async (): Promise<vscode.ProcessExecution> => {
      const tasks = await vscode.tasks.fetchTasks({ type: 'anndata-concat' });
      const [task] = tasks.filter(({ name }) => name === 'task.concat.json');
      assert.ok(task?.execution instanceof vscode.ProcessExecution);
      return task.execution;
    };
    const environment = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    teardown(async () => {
      await vscode.workspace.fs.delete(recipe);
    });

    test('run a recipe of the workspace on the command line', async () => {
      await write('pbmc_part1.h5ad');
      const { process: program, args } = await execution();
      execFileSync(program, args, { env: environment });
      const { type } = await vscode.workspace.fs.stat(at('task-output.h5ad'));
      assert.equal(type, vscode.FileType.File);
      await vscode.workspace.fs.delete(at('task-output.h5ad'));
    });

    test('show as problems what the plan says of a store', async () => {
      await write('gone.h5ad');
      const { process: program, args } = await execution();
      const { status, stderr } = spawnSync(program, args, { env: environment, encoding: 'utf8' });
      assert.equal(status, 1);
      const manifest: unknown = vscode.extensions.getExtension(
        'anndata-concat.anndata-concat',
      )?.packageJSON;
      const [{ pattern }] = matcherSchema.parse(manifest).contributes.problemMatchers;
      const lines = stderr.split('\n');
      const first = lines.findIndex((line) => pattern[0].regexp.test(line));
      assert.deepEqual(pattern[0].regexp.exec(lines[first] ?? '')?.slice(1, 3), ['error', 'C002']);
      assert.equal(pattern[1].regexp.exec(lines[first + 1] ?? '')?.[1], at('gone.h5ad').fsPath);
    });
  });
};

function regexp() {
  return z.looseObject({ regexp: z.string().transform((text) => new RegExp(text, 'u')) });
}
