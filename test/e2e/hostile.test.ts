import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { expect, it } from 'vitest';
import { python } from '../python.ts';
import { attack, frameOf, policyOf, watchForScripts } from './hostile.ts';
import { Workbench } from './workbench.ts';

// As make_stores.py writes them.
const MARKUP = '<img src=x onerror="ran(1)">';
const SCRIPT = '</script><script>ran(2)</script>';
const LINK = '[x](command:workbench.action.closeAllEditors) $(trash) **b**';
const SHOWN = '\\u001b[31mred\\u202eabc\\u000aline';
const FILE = '<img src=x onerror=ran(3)> [x](command:workbench.action.closeAllEditors)';

const HOVER = { 'workbench.hover.delay': 300 };
const POLICY = {
  'default-src': "'none'",
  'style-src': 'OURS NONCE',
  'font-src': 'OURS',
  'script-src': 'NONCE',
  'base-uri': "'none'",
  'form-action': "'none'",
};
const REFUSED = [
  'base-uri',
  'connect-src',
  'form-action',
  'frame-src',
  'img-src',
  'object-src',
  'script-src',
  'script-src-attr',
  'script-src-elem',
  'style-src-elem',
  'worker-src',
];

it('shows hostile names as text', async () => {
  await using workbench = await Workbench.open(async (workspace) => {
    const program = path.join(import.meta.dirname, 'make_stores.py');
    await python(program, ['hostile', workspace]);
  }, HOVER);
  const { form: content, page } = workbench;
  const ran = await watchForScripts(page);
  const store = workbench.file(`${FILE}.h5ad`);
  const recipe = workbench.file(`${FILE}.concat.json`);
  /** What a page shows is text; and had it become markup or code, that would do nothing. */
  const expose = async (content: FrameLocator): Promise<void> => {
    expect(await content.locator('img, b, body script:not([src])').count()).toBe(0);
    const frame = await frameOf(content);
    expect(await policyOf(frame)).toEqual(POLICY);
    expect(await attack(frame)).toEqual(REFUSED);
    // What would have run there would have been seen.
    await frame.evaluate(`ran('proof')`);
    // Nor was the command run that closes it.
    await content.getByRole('heading').first().waitFor();
  };

  // A recipe names files, keys, a label and an output; what is wrong with an input names it, too.
  await workbench.choose(recipe, 'Open Recipe in Form');
  await content
    .getByRole('row')
    .filter({ hasText: `${FILE}.h5ad` })
    .first()
    .waitFor();
  await content
    .getByRole('listitem')
    .filter({ hasText: SCRIPT.replaceAll('/', '') })
    .first()
    .waitFor();
  await workbench.picture('hostile-form');
  await expose(content);

  // A run that fails tells so in a message and in the log.
  await workbench.choose(recipe, 'Run Recipe');
  const toast = workbench.toast('nothing was written');
  await toast.waitFor();
  expect(await toast.locator('.notification-list-item-message a, img').count()).toBe(0);
  await workbench.picture('hostile-toast');
  await toast.getByRole('button', { name: 'Show Log' }).click();
  await page.locator('.panel .view-lines', { hasText: FILE }).waitFor();
  await workbench.picture('hostile-log');

  await workbench.show('Explorer');
  await workbench.choose(store, 'Inspect AnnData Store');
  await workbench.fold('AnnData Jobs');
  const pane = workbench.pane('AnnData Store');
  const row = (name: string) => pane.getByRole('treeitem', { name });
  await row('uns').locator('.monaco-tl-twistie').click();
  for (const name of [MARKUP, LINK, SHOWN]) await row(`${name}, ${SCRIPT}`).waitFor();
  await row('obs').first().locator('.monaco-tl-twistie').click();
  await workbench.picture('hostile-tree');
  await row(MARKUP).first().hover();
  const hover = page.locator('.monaco-hover', { hasText: MARKUP });
  await hover.waitFor();
  expect(await hover.locator('img, b, a').count()).toBe(0);
  await workbench.picture('hostile-hover');
  await page.keyboard.press('Escape');

  await workbench.choose(row(MARKUP).first(), 'Show Values of Column…');
  const counts = content.getByRole('table', { name: 'Value Counts' });
  for (const name of [MARKUP, SCRIPT, LINK, SHOWN]) {
    await counts.getByRole('rowheader', { name, exact: true }).waitFor();
  }
  await expose(content);

  await workbench.show('Explorer');
  await workbench.choose(store, 'Open With...');
  await page
    .locator('.quick-input-list')
    .getByRole('option', { name: /^AnnData Store/u })
    .click();
  await content.getByRole('row', { name: /^uns/u }).click();
  await page.keyboard.press('ArrowRight');
  for (const name of [MARKUP, LINK, SHOWN]) {
    await content.getByRole('row').filter({ hasText: name }).filter({ hasText: SCRIPT }).waitFor();
  }
  await workbench.picture('hostile-editor');
  await expose(content);

  await workbench.select(`${FILE}.h5ad`, 'pbmc_part1.h5ad');
  await workbench.choose(store, 'Compare AnnData Stores');
  const diff = page.locator('.monaco-diff-editor');
  await diff.locator('.view-lines').filter({ hasText: MARKUP }).first().waitFor();
  await workbench.picture('hostile-compare');
  expect(ran).toEqual(['proof', 'proof', 'proof']);
  expect(await page.locator('.monaco-workbench img[src="x"]').count()).toBe(0);
});
