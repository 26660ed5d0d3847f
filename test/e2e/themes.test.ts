import { expect, it } from 'vitest';
import { axeProblems, THEMES } from './axe.ts';
import { Workbench } from './workbench.ts';

it('is accessible in every theme, with findings and without', async () => {
  await using workbench = await Workbench.open();
  const { form, page } = workbench;
  await workbench.select('pbmc_part1.h5ad', 'pbmc_part2.h5ad', 'pbmc_part3.zarr');
  await workbench.choose(workbench.file('pbmc_part1.h5ad'), 'Concatenate AnnData Stores…');
  await form.locator('.headline strong').first().waitFor();
  // An error, and a text at fault.
  await form.getByRole('textbox', { name: 'Key of pbmc_part2.h5ad' }).fill('pbmc_part1');
  await form.getByRole('listitem').filter({ hasText: 'the same key' }).waitFor();

  const problems: Record<string, readonly string[]> = {};
  for (const [theme, className] of Object.entries(THEMES)) {
    await workbench.setTheme(theme);
    await form.locator(`body.${className}`).waitFor();
    problems[theme] = await axeProblems(form);
    await workbench.picture(`theme-${className}`);
    await form.getByRole('combobox', { name: 'Merge', exact: true }).click();
    await workbench.picture(`theme-${className}-open`);
    await page.keyboard.press('Escape');
    await form.getByRole('row', { name: 'varm/PCs' }).scrollIntoViewIfNeeded();
    await workbench.picture(`theme-${className}-dropped`);
  }
  expect(problems).toEqual(Object.fromEntries(Object.keys(THEMES).map((theme) => [theme, []])));

  await page.setViewportSize({ width: 760, height: 1000 });
  await workbench.picture('narrow');
  // Nothing of ours was refused by the policy of the page.
  expect(workbench.problems.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
});
