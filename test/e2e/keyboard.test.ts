import type { Locator } from 'playwright-core';
import { it } from 'vitest';
import { becomes, until, Workbench } from './workbench.ts';

it('goes from the Explorer to the result by keyboard alone', async () => {
  await using workbench = await Workbench.open();
  const { form, page } = workbench;
  const { keyboard } = page;
  /** Presses a key until something is there; the focus may come a moment after the key. */
  const pressUntil = (key: string, there: Locator): Promise<void> =>
    until(async () => {
      if (await becomes(there, 'visible', 150)) return true;
      await keyboard.press(key);
      return false;
    });
  const inForm = (role: 'button' | 'textbox', name: string): Locator =>
    form.getByRole(role, { name, exact: true }).and(form.locator(':focus'));

  const focused = page.locator('.explorer-folders-view .monaco-list-row.focused');
  await keyboard.press('Control+Shift+E');
  await pressUntil('ArrowDown', focused.and(workbench.file('notes.txt')));
  // Takes what is moved to, and not what it began at.
  for (const name of ['pbmc_part1.h5ad', 'pbmc_part2.h5ad']) {
    await keyboard.press('Shift+ArrowDown');
    await focused.and(workbench.file(name)).waitFor();
  }
  await page.locator('.explorer-folders-view .monaco-list-row.selected').nth(1).waitFor();
  const item = workbench.menuItem('Concatenate AnnData Stores…');
  await until(async () => {
    await keyboard.press('Shift+F10');
    if (await becomes(item, 'visible')) return true;
    await keyboard.press('Escape');
    return false;
  });
  await pressUntil('ArrowDown', page.locator('.action-item.focused').filter({ has: item }));
  await keyboard.press('Enter');

  await form.getByRole('button', { name: 'Run', disabled: false }).waitFor();
  await pressUntil('Tab', inForm('textbox', 'Label'));
  await keyboard.type('batch');
  await form.getByRole('row', { name: /obs\/batch/u }).waitFor();
  await form.getByRole('button', { name: 'Run', disabled: false }).waitFor();
  await pressUntil('Shift+Tab', inForm('button', 'Run'));
  await workbench.picture('keyboard-run');
  await keyboard.press('Enter');

  const toast = workbench.toast(/Concatenated 2 stores into/u);
  await toast.waitFor();
  await workbench.command('Notifications: Focus Notification Toast');
  await pressUntil('Tab', toast.locator(':focus', { hasText: /^Open Result$/u }));
  await keyboard.press('Enter');
  const tree = workbench.pane('AnnData Store');
  const row = (name: RegExp) =>
    tree.locator('.monaco-list-row.focused').and(tree.getByRole('treeitem', { name }));
  await row(/^concatenated\.h5ad/u).waitFor();
  await pressUntil('ArrowDown', row(/^obs, /u));
  await keyboard.press('ArrowRight');
  await pressUntil('ArrowDown', row(/^batch, 2 categories/u));
  await workbench.picture('keyboard-result');
});
