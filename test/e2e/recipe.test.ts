import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Workbench } from './workbench.ts';

it('keeps a form as a recipe that opens and runs again', async () => {
  await using workbench = await Workbench.open();
  const { form, page } = workbench;
  await workbench.select('pbmc_part1.h5ad', 'pbmc_part2.h5ad');
  await workbench.choose(workbench.file('pbmc_part2.h5ad'), 'Concatenate AnnData Stores…');
  await form.getByRole('textbox', { name: 'Label' }).fill('donor');
  await form.getByRole('row', { name: /obs\/donor/u }).waitFor();
  await form.getByRole('button', { name: 'Copy as Command Line' }).click();
  await page.locator('.statusbar').getByText('Copied').waitFor();
  await workbench.picture('reuse');
  await form.getByRole('button', { name: 'Save Recipe…' }).click();
  const dialog = page.locator('.quick-input-widget');
  await dialog.getByRole('button', { name: 'OK' }).click();
  await workbench.toast('Saved the recipe concatenated.concat.json.').waitFor();
  const file = path.join(workbench.workspace, 'concatenated.concat.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    inputs: [{ path: 'pbmc_part1.h5ad' }, { path: 'pbmc_part2.h5ad' }],
    output: 'concatenated.h5ad',
    options: { label: 'donor' },
  });

  await page.locator('.tab', { hasText: 'Concatenate' }).getByRole('button').first().click();
  await page.locator('iframe.webview').waitFor({ state: 'detached' });
  await workbench.choose(workbench.file('concatenated.concat.json'), 'Open Recipe in Form');
  await form.getByRole('row', { name: /obs\/donor/u }).waitFor();
  expect(await form.getByRole('textbox', { name: 'Label' }).inputValue()).toBe('donor');
  await workbench.choose(workbench.file('concatenated.concat.json'), 'Run Recipe');
  await workbench.toast(/Concatenated 2 stores into/u).waitFor();
  expect(existsSync(path.join(workbench.workspace, 'concatenated.h5ad'))).toBe(true);
});
