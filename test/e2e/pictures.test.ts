import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { expect, it } from 'vitest';
import { python } from '../python.ts';
import { watchForScripts } from './hostile.ts';
import { faultsByLook, NO_FAULT } from './looks.ts';
import { Workbench } from './workbench.ts';

const CONCATENATE = 'Concatenate AnnData Stores…';

/** Colours that a chart has drawn; a canvas says nothing else. */
const coloursDrawn = (page: FrameLocator): Promise<number> =>
  page
    .locator('canvas')
    .first()
    .evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return 0;
      const { width, height } = canvas;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data;
      return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size;
    });

it('shows the names that inputs share, and how sparse they are, from the form', async () => {
  await using workbench = await Workbench.open();
  const { form, page } = workbench;
  await workbench.select('pbmc_part1.h5ad', 'pbmc_part2.h5ad', 'pbmc_part3.zarr');
  await workbench.choose(workbench.file('pbmc_part1.h5ad'), CONCATENATE);
  await form.locator('.headline strong').first().waitFor();
  await form.getByRole('button', { name: 'Overlap of Names' }).click();

  const picture = form;
  await picture.getByRole('heading', { name: 'Overlap of var names' }).waitFor();
  const shared = picture.getByRole('table', { name: 'Names That Two Stores Share' });
  await shared.getByRole('row', { name: /^pbmc_part1\.h5ad 600 520 /u }).waitFor();
  await picture
    .locator('.facts', { hasText: 'An inner join keeps' })
    .getByText('names')
    .first()
    .waitFor();
  await expect.poll(() => coloursDrawn(picture)).toBeGreaterThan(20);
  await workbench.picture('picture-overlap');
  await picture.getByRole('combobox', { name: 'Names of' }).click();
  await picture.getByRole('option', { name: /^obs/u }).click();
  await picture.getByRole('heading', { name: 'Overlap of obs names' }).waitFor();
  await shared.getByRole('row', { name: /^pbmc_part1\.h5ad 234 0 0$/u }).waitFor();

  await page.getByRole('tab', { name: 'Concatenate', exact: true }).click();
  await form.getByRole('button', { name: 'Sparsity of X' }).click();
  const entries = picture.getByRole('table', { name: 'Entries of X by Store' });
  await entries.getByRole('row', { name: /^pbmc_part1\.h5ad .* csr_matrix 234 × 600$/u }).waitFor();
  await workbench.picture('picture-sparsity');
  // Both are there again when the window is.
  await workbench.reload(/kind\W+sparsity/u);
  await entries.getByRole('row', { name: /^pbmc_part1\.h5ad .* csr_matrix 234 × 600$/u }).waitFor();
  await page.getByRole('tab', { name: 'Overlap of Names', exact: true }).click();
  await picture.getByRole('heading', { name: 'Overlap of obs names' }).waitFor();
  await shared.getByRole('row', { name: /^pbmc_part1\.h5ad 234 0 0$/u }).waitFor();
  expect(workbench.problems.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
});

it('shows columns and a large embedding of a store in the tree, in every theme', async () => {
  await using workbench = await Workbench.open(async (workspace) => {
    await python(path.join(import.meta.dirname, 'make_stores.py'), ['pictured', workspace]);
  });
  const { form: picture, page } = workbench;
  const ran = await watchForScripts(page);
  await workbench.select('atlas.h5ad');
  await workbench.choose(workbench.file('atlas.h5ad'), 'Inspect AnnData Store');
  await workbench.show('AnnData');
  const row = (name: RegExp) => workbench.pane('AnnData Store').getByRole('treeitem', { name });
  await row(/^obs, /u)
    .locator('.monaco-tl-twistie')
    .click();
  await workbench.choose(row(/^leiden, /u), 'Show Values of Column…');
  const counts = picture.getByRole('table', { name: 'Value Counts' });
  // A name is text, whatever it says.
  await counts.getByRole('row', { name: /^<img src=x onerror="ran\(1\)"> [\d,]+ / }).waitFor();
  await counts.getByRole('row', { name: '{b|bold} [x](command:y) \\u202eabc' }).waitFor();
  await workbench.picture('picture-counts');
  await row(/^n_genes, /u).click();
  await workbench.command('AnnData Concat: Show Values of Column…');
  await workbench.pick('n_genes', 'obs/n_genes');
  await picture.getByRole('table', { name: 'Histogram' }).waitFor();
  await expect.poll(() => coloursDrawn(picture)).toBeGreaterThan(5);
  await workbench.picture('picture-histogram');

  await row(/^obsm/u).locator('.monaco-tl-twistie').click();
  await workbench.choose(row(/^X_umap, /u), 'Show Embedding…');
  await picture.getByText('100,000 of 120,000 rows are drawn').waitFor();
  const legend = picture.getByRole('table', { name: 'Embedding' });
  await legend.getByRole('row', { name: '4 other values' }).waitFor();
  const faults = await faultsByLook(workbench, picture, 'picture', async () => {
    await expect.poll(() => coloursDrawn(picture)).toBeGreaterThan(200);
  });
  expect(faults).toEqual(NO_FAULT);

  await picture.getByRole('combobox', { name: 'Colour by' }).click();
  await picture.getByRole('option', { name: 'obs/pseudotime' }).click();
  await legend.getByRole('columnheader', { name: 'obs/pseudotime' }).waitFor();
  await picture.getByRole('button', { name: 'Zoom In' }).click();
  await workbench.picture('picture-scale');
  // What is shown survives being hidden.
  await page.getByRole('tab', { name: /^obs\/n_genes/u }).click();
  await page.getByRole('tab', { name: /^obsm\/X_umap/u }).click();
  await legend.getByRole('columnheader', { name: 'obs/pseudotime' }).waitFor();
  expect(ran).toEqual([]);
  expect(workbench.problems.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
});
