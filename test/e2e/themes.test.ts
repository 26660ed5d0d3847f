import { expect, it } from 'vitest';
import { faultsByLook, NO_FAULT } from './looks.ts';
import { Workbench } from './workbench.ts';

it('is accessible in every theme, zoomed and narrow, with findings and without', async () => {
  await using workbench = await Workbench.open();
  const { form, page } = workbench;
  await workbench.select('pbmc_part1.h5ad', 'pbmc_part2.h5ad', 'pbmc_part3.zarr');
  await workbench.choose(workbench.file('pbmc_part1.h5ad'), 'Concatenate AnnData Stores…');
  await form.locator('.headline strong').first().waitFor();
  // An error, and a text at fault.
  await form.getByRole('textbox', { name: 'Key of pbmc_part2.h5ad' }).fill('pbmc_part1');
  await form.getByRole('listitem').filter({ hasText: 'the same key' }).waitFor();

  const faults = await faultsByLook(workbench, form, 'theme', async (className) => {
    await form.getByRole('combobox', { name: 'Merge', exact: true }).click();
    await workbench.picture(`theme-${className}-open`);
    await page.keyboard.press('Escape');
    await form.getByRole('row', { name: 'varm/PCs' }).scrollIntoViewIfNeeded();
    await workbench.picture(`theme-${className}-dropped`);
    await form.getByRole('button', { name: 'Remove pbmc_part1.h5ad' }).scrollIntoViewIfNeeded();
  });
  expect(faults).toEqual(NO_FAULT);
  // Nothing of ours was refused by the policy of the page.
  expect(workbench.problems.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
});
