import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { faultsByLook, NO_FAULT } from './looks.ts';
import { Workbench } from './workbench.ts';

it('opens a store in an editor of its own, by keyboard, in every theme, zoomed and narrow', async () => {
  await using workbench = await Workbench.open();
  const { form: editor, page } = workbench;
  await workbench.choose(workbench.file('pbmc_part1.h5ad'), 'Open With...');
  await page
    .locator('.quick-input-list')
    .getByRole('option', { name: /^AnnData Store/u })
    .click();
  const row = (name: RegExp) => editor.getByRole('row', { name });
  await row(/^X csr_matrix float32 234 × 600/u).waitFor();

  // A preview would make room for the next file.
  const tab = page.getByRole('tab', { name: 'pbmc_part1.h5ad' });
  await tab.dblclick();

  // One row is in the order of tabs; arrows do the rest.
  await row(/^obs dataframe/u).focus();
  await page.keyboard.press('ArrowRight');
  await row(/^bulk_labels categorical string/u).waitFor();
  expect(await row(/^obs dataframe/u).getAttribute('aria-expanded')).toBe('true');
  await row(/^bulk_labels/u).click();
  await page.keyboard.press('ArrowRight');
  await row(/ category string code 0$/u).waitFor();
  await page.keyboard.press('ArrowDown');
  await editor.getByRole('row', { name: /code 0$/u, selected: true }).waitFor();
  await editor.getByRole('button', { name: 'Copy as Python' }).click();
  await page.locator('.statusbar').getByText('Copied').waitFor();

  await editor.getByRole('button', { name: 'Find Element…' }).click();
  await workbench.pick('x_pca', 'obsm/X_pca');
  await editor.getByRole('row', { name: /^X_pca array float32/u, selected: true }).waitFor();

  expect(await faultsByLook(workbench, editor, 'editor')).toEqual(NO_FAULT);
  expect(workbench.problems.filter((text) => text.includes('Content Security Policy'))).toEqual([]);

  // Hidden and shown again, it is as it was.
  await workbench.file('notes.txt').dblclick();
  await page.locator('.view-lines', { hasText: 'Not a store.' }).waitFor();
  await tab.click();
  await editor.getByRole('row', { name: /^X_pca array float32/u, selected: true }).waitFor();
  await row(/code 0$/u).waitFor();
  appendFileSync(path.join(workbench.workspace, 'pbmc_part1.h5ad'), 'x');
  await editor.getByText('The file has changed').waitFor();
});
