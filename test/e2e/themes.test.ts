import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { Workbench } from './workbench.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RUN_AXE = `axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>
  id + ': ' + nodes.map(({ target }) => target.join(' ')).join(' | ')))`;
const violations = z.array(z.string());
const THEMES = {
  'Light Modern': 'vscode-light',
  'Dark Modern': 'vscode-dark',
  'Dark High Contrast': 'vscode-high-contrast',
  'Light High Contrast': 'vscode-high-contrast-light',
};

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
    const body = await form.locator('html').elementHandle();
    const frame = await body.ownerFrame();
    if (frame === null) throw new Error('the form has no frame');
    // Evaluated by the debugger, which the page's policy does not stop.
    await frame.evaluate(axe);
    problems[theme] = violations.parse(await frame.evaluate(RUN_AXE));
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
