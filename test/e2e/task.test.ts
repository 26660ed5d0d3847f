import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Workbench } from './workbench.ts';

it('runs a recipe as a task, and shows in Problems what a failing one says', async () => {
  await using workbench = await Workbench.open((workspace) => {
    const write = (name: string, second: string): void => {
      const inputs = [{ path: 'pbmc_part1.h5ad' }, { path: second }];
      const recipe = { version: 1, inputs, output: `${name}.h5ad`, options: {} };
      writeFileSync(path.join(workspace, `${name}.concat.json`), JSON.stringify(recipe));
    };
    write('good', 'pbmc_part2.h5ad');
    write('bad', 'gone.h5ad');
    return Promise.resolve();
  });
  const { page, workspace } = workbench;
  const list = page.locator('.quick-input-list');
  const runTask = async (name: string): Promise<void> => {
    await workbench.command('Tasks: Run Task');
    for (const row of ['anndata-concat', `AnnData Concat: ${name}`]) {
      await list.getByRole('option', { name: row }).first().click();
    }
  };
  await runTask('good.concat.json');
  await expect
    .poll(() => existsSync(path.join(workspace, 'good.h5ad')), { timeout: 30_000 })
    .toBe(true);
  await runTask('bad.concat.json');
  // The status bar counts it, and leads to it.
  await page.locator('[id="status.problems"]').filter({ hasText: '1' }).click();
  const problems = page.locator('.markers-panel');
  await problems
    .getByRole('treeitem', { name: /gone\.h5ad/u })
    .first()
    .waitFor();
  await problems.getByText('This input cannot be used.').waitFor();
  await problems.getByText('C002').waitFor();
  await workbench.picture('task-problems');
});
