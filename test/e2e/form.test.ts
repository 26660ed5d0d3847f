import { copyFileSync, linkSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Workbench } from './workbench.ts';

const CONCATENATE = 'Concatenate AnnData Stores…';

it('takes paths, folders and what is dropped, and filters the elements of the plan', async () => {
  await using workbench = await Workbench.open();
  const { form, page } = workbench;
  await workbench.select('pbmc_part1.h5ad');
  await workbench.choose(workbench.file('pbmc_part1.h5ad'), CONCATENATE);
  const rows = form.locator('.inputs tbody tr');
  await rows.filter({ hasText: 'csr_matrix' }).waitFor();

  const box = form.getByRole('textbox', { name: 'Path or URL' });
  await box.fill('pbmc_part2.h5ad');
  await box.press('Enter');
  await rows.nth(1).filter({ hasText: 'pbmc_part2.h5ad' }).waitFor();
  // As the Explorer hands it over.
  const uri = `vscode-remote://127.0.0.1${path.join(workbench.workspace, 'pbmc_part3.zarr')}`;
  const dropped = await form.locator('body').evaluateHandle((_, text) => {
    const data = new DataTransfer();
    data.setData('application/vnd.code.uri-list', text);
    return data;
  }, uri);
  await form.locator('.inputs').dispatchEvent('drop', { dataTransfer: dropped });
  await rows.nth(2).filter({ hasText: 'zarr2' }).waitFor();
  await box.fill('gone.h5ad');
  await box.press('Enter');
  await workbench.toast('There is no store at gone.h5ad.').waitFor();

  const elems = form.locator('.elems tbody').first().getByRole('row');
  await form.getByRole('textbox', { name: 'Search elements' }).fill('obsm');
  await form.getByRole('row', { name: 'obsm/X_pca' }).waitFor();
  await form.getByRole('row', { name: 'X', exact: true }).waitFor({ state: 'detached' });
  await form.getByRole('textbox', { name: 'Search elements' }).fill('');
  await form.getByRole('combobox', { name: 'Show elements' }).click();
  await form.getByRole('option', { name: /^dropped/u }).click();
  await expect.poll(() => elems.count()).toBe(0);
  await form.locator('.elems .dropped').getByRole('row').first().waitFor();
  await form.locator('.elems-filters').scrollIntoViewIfNeeded();
  await workbench.picture('form-filtered');

  // A level belongs to a codec.
  const level = form.getByRole('textbox', { name: 'Compression level' });
  expect(await level.count()).toBe(0);
  await form.getByRole('combobox', { name: 'Compression', exact: true }).click();
  await form.getByRole('option', { name: 'gzip', exact: true }).click();
  await level.fill('12');
  await form.getByText('Give a number from 0 to 9.').waitFor();
  await level.fill('6');
  await form.getByText('Give a number from 0 to 9.').waitFor({ state: 'hidden' });
  await page.keyboard.press('Tab');
  await workbench.picture('form-options');
});

it('works with a thousand stores', async () => {
  await using workbench = await Workbench.open((workspace) => {
    const folder = path.join(workspace, 'many');
    mkdirSync(folder);
    const source = path.join(folder, 's000.h5ad');
    copyFileSync(path.join(workspace, 'pbmc_part1.h5ad'), source);
    for (let n = 1; n < 1000; n += 1) {
      linkSync(source, path.join(folder, `s${String(n).padStart(3, '0')}.h5ad`));
    }
    return Promise.resolve();
  });
  const { form } = workbench;
  await workbench.select('pbmc_part1.h5ad');
  await workbench.choose(workbench.file('pbmc_part1.h5ad'), CONCATENATE);
  const box = form.getByRole('textbox', { name: 'Path or URL' });
  await box.fill('many');
  await box.press('Enter');
  await form.getByText('1 to 50 of 1,001').waitFor();
  const rows = form.locator('.inputs tbody tr');
  expect(await rows.count()).toBe(50);
  // What is typed while the plan is being made is there, and in the plan.
  const label = form.getByRole('textbox', { name: 'Label' });
  await label.pressSequentially('part');
  expect(await label.inputValue()).toBe('part');
  await form.locator('.headline').filter({ hasText: '234,234' }).waitFor({ timeout: 120_000 });
  await form.getByRole('row', { name: /obs\/part/u }).waitFor();
  await form.getByRole('button', { name: 'Next stores' }).click();
  await rows.first().filter({ hasText: 's049.h5ad' }).filter({ hasText: 'csr_matrix' }).waitFor();
  await workbench.picture('form-thousand');
  // Over the border of the page.
  await form.getByRole('button', { name: 'Move s049.h5ad up' }).click();
  await form.getByText('1 to 50 of 1,001').waitFor();
  await rows.last().filter({ hasText: 's049.h5ad' }).waitFor();
});
