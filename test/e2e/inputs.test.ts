import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { becomes, until, Workbench } from './workbench.ts';

const CONCATENATE = 'Concatenate AnnData Stores…';

it('takes inputs and an output from the file dialog, and all stores of a folder', async () => {
  await using workbench = await Workbench.open((workspace) => {
    const deep = path.join(workspace, 'more/deep');
    mkdirSync(deep, { recursive: true });
    cpSync(path.join(workspace, 'pbmc_part2.h5ad'), path.join(deep, 'a.h5ad'));
    cpSync(path.join(workspace, 'pbmc_part3.zarr'), path.join(workspace, 'more/b.zarr'), {
      recursive: true,
    });
    return Promise.resolve();
  });
  const { form, page, workspace } = workbench;
  await workbench.select('pbmc_part1.h5ad');
  await workbench.choose(workbench.file('pbmc_part1.h5ad'), CONCATENATE);
  const rows = form.locator('.inputs tbody tr');
  const dialog = page.locator('.quick-input-widget');
  const choose = async (button: string, file: string): Promise<void> => {
    const accept = dialog.getByRole('button', { name: button, exact: true });
    await accept.waitFor();
    const box = dialog.locator('input.input');
    await expect.poll(() => box.inputValue()).toContain(workspace);
    await box.fill(path.join(workspace, file));
    // A folder is entered first, and then chosen.
    await until(async () => {
      await accept.click({ timeout: 2000 }).catch(() => undefined);
      return await becomes(dialog, 'hidden');
    });
  };

  await form.getByRole('button', { name: 'Add Stores…' }).click();
  await dialog.getByRole('button', { name: 'Browse for .h5ad Files…' }).click();
  await choose('Choose', 'pbmc_part2.h5ad');
  await rows.nth(1).filter({ hasText: 'array float32' }).waitFor();
  await form.getByRole('button', { name: 'Add Stores…' }).click();
  await dialog.getByRole('button', { name: 'Browse for .zarr Folders…' }).click();
  await choose('Choose', 'pbmc_part3.zarr');
  await rows.nth(2).filter({ hasText: 'zarr2' }).waitFor();
  await form.getByRole('button', { name: 'Add Folder…' }).click();
  await choose('Add Stores', 'more');
  await rows.filter({ hasText: 'a.h5ad' }).filter({ hasText: 'array float32' }).waitFor();
  await rows.filter({ hasText: 'b.zarr' }).filter({ hasText: 'zarr2' }).waitFor();
  expect(await rows.count()).toBe(5);

  // One of them is a copy, and the plan knows what helps.
  const repeated = form.getByRole('listitem').filter({ hasText: 'C022' });
  await repeated.getByRole('button', { name: /^Make the names unique/u }).click();
  await repeated.waitFor({ state: 'detached' });
  const unique = form.getByRole('textbox', { name: 'Index unique' });
  await expect.poll(() => unique.inputValue()).toBe('-');

  await form.getByRole('button', { name: 'Browse…' }).click();
  await choose('OK', 'all.zarr');
  const output = form.locator('.output').getByRole('textbox', { name: 'Path' });
  await expect.poll(() => output.inputValue()).toBe(path.join(workspace, 'all.zarr'));
  await form.locator('.facts').getByText('zarr', { exact: false }).first().waitFor();
});

it('takes files that are dragged out of the Explorer while Shift is held', async () => {
  await using workbench = await Workbench.open();
  const { form, page } = workbench;
  await workbench.select('pbmc_part1.h5ad');
  await workbench.choose(workbench.file('pbmc_part1.h5ad'), CONCATENATE);
  const rows = form.locator('.inputs tbody tr');
  await rows.first().filter({ hasText: 'csr_matrix' }).waitFor();
  // Clicked with Control, they are selected and not opened.
  for (const name of ['pbmc_part2.h5ad', 'pbmc_part3.zarr']) {
    await workbench.file(name).click({ modifiers: ['ControlOrMeta'] });
  }
  const { mouse, keyboard } = page;
  await workbench.file('pbmc_part3.zarr').hover();
  await mouse.down();
  const from = await workbench.file('pbmc_part2.h5ad').boundingBox();
  await mouse.move((from?.x ?? 0) + 40, (from?.y ?? 0) + 5, { steps: 3 });
  await keyboard.down('Shift');
  const to = await form.locator('.inputs .table-frame').boundingBox();
  const drop = form.locator('.inputs.drop-target');
  await until(async () => {
    await mouse.move((to?.x ?? 0) + 60, (to?.y ?? 0) + 30, { steps: 5 });
    await mouse.move((to?.x ?? 0) + 90, (to?.y ?? 0) + 50, { steps: 5 });
    return (await drop.count()) > 0;
  });
  await workbench.picture('form-drop');
  await mouse.up();
  await keyboard.up('Shift');
  await rows.filter({ hasText: 'pbmc_part2.h5ad' }).waitFor();
  await rows.filter({ hasText: 'pbmc_part3.zarr' }).waitFor();
  await drop.waitFor({ state: 'detached' });
});
