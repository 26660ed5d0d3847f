import { expect, it } from 'vitest';
import { Workbench } from './workbench.ts';

it('finds an element of a store, and copies its path and what it is in Python', async () => {
  await using workbench = await Workbench.open();
  const { page } = workbench;
  await workbench.select('pbmc_part1.h5ad');
  await workbench.choose(workbench.file('pbmc_part1.h5ad'), 'Inspect AnnData Store');
  const pane = workbench.pane('AnnData Store');
  await pane.getByRole('treeitem', { name: /^X, /u }).waitFor();
  await workbench.command('AnnData Concat: Find Element…');
  await page
    .locator('.quick-input-list')
    .getByRole('option', { name: /^obs\/bulk/u })
    .waitFor();
  await workbench.picture('find-element');
  await workbench.pick('x_pca', 'obsm/X_pca');
  const found = pane.getByRole('treeitem', { name: /^X_pca, /u, selected: true });
  await found.waitFor();
  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await workbench.choose(found, 'Copy Element Path');
  await expect.poll(copied).toBe('obsm/X_pca');
  await workbench.choose(found, 'Copy as Python');
  await expect.poll(copied).toBe('adata.obsm["X_pca"]');
  await workbench.picture('tree-found');
});

it('compares two stores element by element', async () => {
  await using workbench = await Workbench.open();
  const { page } = workbench;
  await workbench.select('pbmc_part1.h5ad', 'pbmc_part2.h5ad');
  await workbench.choose(workbench.file('pbmc_part2.h5ad'), 'Compare AnnData Stores');
  const diff = page.locator('.monaco-diff-editor');
  const left = diff.locator('.original .view-lines');
  const right = diff.locator('.modified .view-lines');
  await left.getByText('X: csr_matrix · float32 · 234 × 600').waitFor();
  await right.getByText('X: array · float32 · 233 × 650').waitFor();
  await workbench.picture('compare');
  // It can only be read.
  await right.click();
  await page.keyboard.type('x');
  expect(await page.locator('.tab.dirty').count()).toBe(0);
});
