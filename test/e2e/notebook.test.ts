import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Workbench } from './workbench.ts';

/** A notebook with one cell, whose lines end as in the format. */
async function openNotebook(...lines: readonly string[]): Promise<Workbench> {
  const source = lines.map((line) => `${line}\n`);
  const workbench = await Workbench.open((workspace) => {
    const notebook = {
      cells: [{ cell_type: 'code', metadata: {}, outputs: [], source }],
      metadata: { language_info: { name: 'python' } },
      nbformat: 4,
      nbformat_minor: 5,
    };
    writeFileSync(path.join(workspace, 'study.ipynb'), JSON.stringify(notebook));
    const recipe = {
      version: 1,
      inputs: [{ path: 'pbmc_part1.h5ad' }, { path: 'pbmc_part2.h5ad' }],
      output: 'all.h5ad',
      options: { join: 'outer' },
    };
    writeFileSync(path.join(workspace, 'all.concat.json'), JSON.stringify(recipe));
    return Promise.resolve();
  });
  await workbench.file('study.ipynb').dblclick();
  await line(workbench, lines[0] ?? '').waitFor();
  return workbench;
}

const line = ({ page }: Workbench, text: string) =>
  page.locator('.notebook-editor .view-line', { hasText: text });

it('inserts cells that open a store and that concatenate on disk', async () => {
  await using workbench = await openNotebook('import anndata as ad');
  const { page } = workbench;
  const toolbar = page.locator('.notebook-toolbar-container');
  await toolbar.getByRole('button', { name: 'Insert Cell That Opens a Store…' }).click();
  const list = page.locator('.quick-input-widget');
  await list.getByRole('checkbox', { name: 'pbmc_part1.h5ad', checked: false }).first().click();
  await list.getByRole('button', { name: 'OK' }).click();
  await line(workbench, 'backed="r")').filter({ hasText: 'read_h5ad' }).waitFor();

  await workbench.command('AnnData Concat: Insert Cell with concat_on_disk…');
  await workbench.pick('all.concat', 'all.concat.json');
  await line(workbench, 'from anndata.experimental import concat_on_disk').waitFor();
  await line(workbench, 'join="outer"').waitFor();
  await workbench.picture('notebook-cell');
});

it('opens the form with what a cell says', async () => {
  await using workbench = await openNotebook(
    'import anndata as ad',
    'both = ad.concat(',
    '    {"one": ad.read_h5ad("pbmc_part1.h5ad"), "two": ad.read_h5ad("pbmc_part2.h5ad")},',
    '    join="outer", label="part", index_unique="-",',
    ')',
  );
  const { form, page } = workbench;
  await line(workbench, 'import anndata as ad').hover();
  const more = page.locator('.notebook-editor .cell-title-toolbar .codicon-toolbar-more').first();
  await workbench.choose(more, 'Open Concatenation of Cell in Form', 'left');
  await form.getByRole('row', { name: /obs\/part/u }).waitFor();
  expect(await form.getByRole('textbox', { name: 'Label' }).inputValue()).toBe('part');
  expect(await form.getByRole('textbox', { name: 'Index unique' }).inputValue()).toBe('-');
  expect(await form.getByRole('radio', { name: /^outer/u }).isChecked()).toBe(true);
  expect(await form.getByRole('textbox', { name: 'Key of pbmc_part2.h5ad' }).inputValue()).toBe(
    'two',
  );
  await workbench.picture('notebook-form');
});
