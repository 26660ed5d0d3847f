import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ownerSchema } from '../../src/core/concat/partial/owner.ts';
import { python } from '../python.ts';
import { digest } from '../support/digest.ts';
import { Workbench } from './workbench.ts';

const CONCATENATE = 'Concatenate AnnData Stores…';
const makeLarge = async (workspace: string): Promise<void> => {
  await python(path.join(import.meta.dirname, 'make_stores.py'), ['large', workspace]);
};

/** Runs the two large stores, and waits until something is written. */
async function startLarge(workbench: Workbench): Promise<void> {
  await workbench.select('large_1.h5ad', 'large_2.h5ad');
  await workbench.choose(workbench.file('large_2.h5ad'), CONCATENATE);
  await workbench.form.getByRole('button', { name: 'Run', disabled: false }).click();
  await job(workbench, 'running')
    .filter({ hasText: /Writing X \(\d+ %\)/u })
    .waitFor();
}

const job = (workbench: Workbench, state: string) =>
  workbench
    .pane('AnnData Jobs')
    .getByRole('treeitem', { name: new RegExp(`concatenated\\.h5ad, ${state}`, 'u') });

it('goes on when the window is reloaded, and is there again with its progress', async () => {
  await using workbench = await Workbench.open(makeLarge);
  await startLarge(workbench);
  await workbench.picture('job-running');
  // It tells of the run; notifications tell of outcomes.
  expect(await workbench.toast('').count()).toBe(0);
  const writer = writerOf(workbench);
  // It would be done before the window is.
  process.kill(writer, 'SIGSTOP');
  await workbench.page.reload();
  await workbench.show('AnnData');
  await job(workbench, 'running').waitFor();
  process.kill(writer, 'SIGCONT');
  await job(workbench, 'running')
    .filter({ hasText: /Writing .*%/u })
    .waitFor();
  await workbench.page.locator('.statusbar-item', { hasText: 'concatenated.h5ad' }).waitFor();
  await workbench.picture('job-after-reload');
  await workbench.toast(/Concatenated 2 stores into .*concatenated\.h5ad/u).waitFor();
  await job(workbench, 'done').waitFor();
  await workbench.picture('job-done');
  expect(existsSync(path.join(workbench.workspace, 'concatenated.h5ad'))).toBe(true);
});

it('is cancelled in the view, run again from there, and taken from the list', async () => {
  await using workbench = await Workbench.open(makeLarge);
  const { page } = workbench;
  await startLarge(workbench);
  await workbench.choose(job(workbench, 'running'), 'Cancel Job');
  await workbench.toast('Cancelled. Nothing was written.').waitFor();
  await job(workbench, 'cancelled').waitFor();
  // It can be tried again.
  await workbench.form.getByRole('button', { name: 'Run', disabled: false }).waitFor();
  expect(written(workbench)).toEqual([]);
  await workbench.choose(job(workbench, 'cancelled'), 'Show Job Log');
  await page.locator('.view-lines', { hasText: 'asked to cancel' }).waitFor();
  await workbench.choose(job(workbench, 'cancelled'), 'Run Again');
  await job(workbench, 'done').waitFor();
  await workbench.choose(job(workbench, 'cancelled'), 'Remove Job from List');
  await job(workbench, 'cancelled').waitFor({ state: 'hidden' });
  await workbench.choose(job(workbench, 'done'), 'Open Result');
  await workbench
    .pane('AnnData Store')
    .getByRole('treeitem', { name: /^X, float32/u })
    .waitFor();
  await workbench.picture('job-result');
});

it('is told as killed by kill -9, harms nothing, and is resumed in the view', async () => {
  await using workbench = await Workbench.open(makeLarge);
  const inputs = ['large_1.h5ad', 'large_2.h5ad'].map((name) =>
    path.join(workbench.workspace, name),
  );
  const before = await Promise.all(inputs.map(digest));
  await startLarge(workbench);
  process.kill(writerOf(workbench), 'SIGKILL');
  await job(workbench, 'killed').waitFor();
  await workbench.picture('job-killed');
  expect(await Promise.all(inputs.map(digest))).toEqual(before);
  expect(written(workbench)).not.toContain('concatenated.h5ad');
  const left = workbench.pane('Left by Killed Runs');
  await left.getByRole('treeitem', { name: /concatenated\.h5ad, unfinished/u }).waitFor();
  await workbench.choose(job(workbench, 'killed'), 'Resume Job');
  await job(workbench, 'done').waitFor();
  await left.waitFor({ state: 'hidden' });
  expect(written(workbench)).toEqual(['concatenated.h5ad']);
  expect(await Promise.all(inputs.map(digest))).toEqual(before);
});

/** What is in the workspace of the output and its making. */
const written = ({ workspace }: Workbench): readonly string[] =>
  readdirSync(workspace).filter((name) => name.includes('concatenated'));

/** The process that writes, by its lock. */
function writerOf(workbench: Workbench): number {
  const lock = written(workbench).find((name) => name.endsWith('.lock')) ?? '';
  const text = readFileSync(path.join(workbench.workspace, lock), 'utf8');
  return ownerSchema.parse(JSON.parse(text)).pid;
}
