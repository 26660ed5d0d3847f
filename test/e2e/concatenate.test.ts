import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { python } from '../python.ts';
import { Workbench } from './workbench.ts';

const CONCATENATE = 'Concatenate AnnData Stores…';
const script = (name: string): string => path.join(import.meta.dirname, name);

it('concatenates two stores of the Explorer into one that anndata reads', async () => {
  await using workbench = await Workbench.open();
  const { page, form } = workbench;

  // The menu is for stores only.
  await workbench.file('notes.txt').click({ button: 'right' });
  await workbench.menuItem('Copy Path').first().waitFor();
  expect(await workbench.menuItem(CONCATENATE).count()).toBe(0);
  await page.keyboard.press('Escape');

  await workbench.select('pbmc_part1.h5ad', 'pbmc_part2.h5ad');
  await workbench.choose(workbench.file('pbmc_part2.h5ad'), CONCATENATE);

  // The form knows the stores, and plans at once.
  await form.getByRole('heading', { name: CONCATENATE.slice(0, -1) }).waitFor();
  const rows = form.getByRole('row');
  await rows.filter({ hasText: 'pbmc_part1.h5ad' }).getByText('csr_matrix float32').waitFor();
  await form.locator('.headline').filter({ hasText: 'obs' }).waitFor();
  await workbench.picture('form-first');

  await form.getByRole('textbox', { name: 'Key of pbmc_part1.h5ad' }).fill('first');
  await form.getByRole('textbox', { name: 'Key of pbmc_part2.h5ad' }).fill('second');
  await form.getByRole('textbox', { name: 'Label' }).fill('dataset');
  await form.getByRole('textbox', { name: 'Index unique' }).fill('-');
  await form
    .getByRole('row', { name: /obs\/dataset/u })
    .filter({ hasText: 'create' })
    .waitFor();
  await workbench.picture('form-filled');

  await form.getByRole('button', { name: 'Run' }).click();
  const done = workbench.toast(/Concatenated 2 stores into .*concatenated\.h5ad/u);
  await done.waitFor();
  await workbench.picture('done');
  // The view of jobs tells the progress, so no other notification does.
  expect(await workbench.toast('AnnData Concat').count()).toBe(1);
  await done.getByRole('button', { name: 'Open Result' }).click();

  const pane = workbench.pane('AnnData Store');
  const item = (name: RegExp) => pane.getByRole('treeitem', { name });
  await item(/^concatenated\.h5ad/u).waitFor();
  await item(/^X, float32 · /u).waitFor();
  await item(/^obs, /u).click();
  await item(/^dataset, 2 categories/u).waitFor();
  await workbench.picture('tree');

  // After the run the output exists, which the plan says; and offers what to do.
  await form.getByRole('listitem').filter({ hasText: 'The output exists already.' }).waitFor();
  const run = form.getByRole('button', { name: 'Run' });
  expect(await run.isDisabled()).toBe(true);
  await form.getByRole('button', { name: 'Replace the existing output' }).click();
  await form.getByRole('button', { name: 'Run', disabled: false }).waitFor();
  expect(await form.getByRole('checkbox', { name: 'Overwrite' }).isChecked()).toBe(true);

  const stores = ['concatenated.h5ad', 'pbmc_part1.h5ad', 'pbmc_part2.h5ad'].map((name) =>
    path.join(workbench.workspace, name),
  );
  expect(JSON.parse(await python(script('check_result.py'), stores))).toEqual({
    X: '_CSRDataset',
    shape: [467, 520],
    dataset: { first: 234, second: 233 },
    isReference: true,
  });
});

it('restores the form after a reload of the window', async () => {
  await using workbench = await Workbench.open();
  const { form } = workbench;
  await workbench.select('pbmc_part1.h5ad', 'pbmc_part3.zarr');
  await workbench.choose(workbench.file('pbmc_part1.h5ad'), CONCATENATE);
  await form.getByRole('textbox', { name: 'Label' }).fill('batch');
  await form.getByRole('radio', { name: /^outer/u }).click();
  await form.getByRole('row', { name: /obs\/batch/u }).waitFor();
  // The plan of an inner join is gone.
  await form.locator('.headline').filter({ hasNotText: '547' }).waitFor();
  await workbench.reload(/join\W+outer/u);
  await form.getByRole('row', { name: /obs\/batch/u }).waitFor();
  expect(await form.getByRole('textbox', { name: 'Label' }).inputValue()).toBe('batch');
  expect(await form.getByRole('radio', { name: /^outer/u }).isChecked()).toBe(true);
  expect(await form.getByRole('row').filter({ hasText: 'pbmc_part3.zarr' }).count()).toBe(1);
});

it('takes stores from the palette, and their order from the form', async () => {
  await using workbench = await Workbench.open();
  const { form, page } = workbench;
  await workbench.command('AnnData Concat: Concatenate AnnData Stores…');
  const list = page.locator('.quick-input-widget');
  const check = async (name: string): Promise<void> => {
    // A row and the box in it.
    await list.getByRole('checkbox', { name, checked: false }).first().click();
    await list.getByRole('checkbox', { name, checked: true }).first().waitFor();
  };
  await check('pbmc_part1.h5ad');
  await check('pbmc_part3.zarr');
  await workbench.picture('palette');
  await list.getByRole('button', { name: 'OK' }).click();

  const keys = form.getByRole('textbox', { name: /^Key of/u });
  const keysAre = async (...wanted: readonly string[]): Promise<void> => {
    await form.getByText(`${wanted.length} store`, { exact: false }).first().waitFor();
    // A field has its name a frame or two after its row is there.
    await expect
      .poll(() => keys.evaluateAll((all) => all.map((key) => 'value' in key && key.value)))
      .toEqual(wanted);
  };
  await form.getByRole('row').filter({ hasText: 'pbmc_part3.zarr' }).waitFor();
  await keysAre('pbmc_part1', 'pbmc_part3');
  await form.getByRole('button', { name: 'Move pbmc_part3.zarr up' }).press('Enter');
  await keysAre('pbmc_part3', 'pbmc_part1');
  await form.getByRole('button', { name: 'Add Stores…' }).click();
  await check('pbmc_part2.h5ad');
  await list.getByRole('button', { name: 'OK' }).click();
  await form.getByRole('row').filter({ hasText: 'pbmc_part2.h5ad' }).waitFor();
  await keysAre('pbmc_part3', 'pbmc_part1', 'pbmc_part2');
  await form.locator('.headline').filter({ hasText: '700' }).waitFor();
  await form.getByRole('button', { name: 'Remove pbmc_part1.h5ad' }).press('Enter');
  await keysAre('pbmc_part3', 'pbmc_part2');
  await form.locator('.headline').filter({ hasText: '466' }).waitFor();
});

it('tells what went wrong with a run, and where', async () => {
  await using workbench = await Workbench.open(async (workspace) => {
    await python(script('make_stores.py'), ['damaged', workspace]);
  });
  const { form, page } = workbench;
  await workbench.select('pbmc_part1.h5ad', 'pbmc_part2.h5ad');
  await workbench.choose(workbench.file('pbmc_part2.h5ad'), CONCATENATE);
  await form.getByRole('button', { name: 'Run', disabled: false }).click();
  const toast = workbench.toast('This element cannot be read: obsm/X_umap of');
  await toast.getByRole('button', { name: 'Show Log' }).click();
  await page.locator('.panel .view-lines', { hasText: 'caused by Error' }).waitFor();
  await workbench.picture('failure');
  expect(existsSync(path.join(workbench.workspace, 'concatenated.h5ad'))).toBe(false);
  // The next plan says what has become of an input.
  rmSync(path.join(workbench.workspace, 'pbmc_part2.h5ad'));
  await form.getByRole('textbox', { name: 'Label' }).fill('part');
  await form.getByRole('listitem').filter({ hasText: 'This input cannot be used.' }).waitFor();
});

it('reads but does not write in a workspace that is not trusted', async () => {
  await using workbench = await Workbench.open(undefined, {
    'security.workspace.trust.enabled': true,
    'security.workspace.trust.startupPrompt': 'never',
  });
  const { form, page } = workbench;
  // It comes seconds after the files, and moves them down.
  await page.getByRole('banner').getByText('Restricted Mode').waitFor();
  await workbench.select('pbmc_part1.h5ad', 'pbmc_part2.h5ad');
  await workbench.choose(workbench.file('pbmc_part2.h5ad'), CONCATENATE);
  await form.locator('.headline').filter({ hasText: '467' }).waitFor();
  await form.getByText('nothing is written').waitFor();
  expect(await form.getByRole('button', { name: 'Run' }).isDisabled()).toBe(true);
  await workbench.picture('untrusted');
  await workbench.choose(workbench.file('pbmc_part1.h5ad'), 'Inspect AnnData Store');
  await workbench.pane('AnnData Store').getByRole('treeitem', { name: /^X, /u }).first().waitFor();
});
