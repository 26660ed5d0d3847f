import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'vitest';
import { Workbench } from './workbench.ts';

const notebook = JSON.stringify({
  cells: [{ cell_type: 'code', metadata: {}, outputs: [], source: ['import anndata as ad'] }],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
});

it('inserts a cell that opens a store from the toolbar of a notebook', async () => {
  await using workbench = await Workbench.open((workspace) => {
    writeFileSync(path.join(workspace, 'study.ipynb'), notebook);
    return Promise.resolve();
  });
  const { page } = workbench;
  await workbench.file('study.ipynb').dblclick();
  const editor = page.locator('.notebook-editor');
  await editor.locator('.view-line', { hasText: 'import anndata as ad' }).waitFor();
  const toolbar = page.locator('.notebook-toolbar-container');
  await toolbar.getByRole('button', { name: 'Insert Cell That Opens a Store…' }).click();
  const list = page.locator('.quick-input-widget');
  await list.getByRole('checkbox', { name: 'pbmc_part1.h5ad', checked: false }).first().click();
  await list.getByRole('button', { name: 'OK' }).click();
  await editor.locator('.view-line', { hasText: 'read_h5ad' }).waitFor();
  await workbench.picture('notebook-cell');
});
