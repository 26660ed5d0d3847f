import * as assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { ClusterJobs } from '../../src/extension/cluster/cluster-jobs.ts';
import { EngineClient } from '../../src/extension/engine/client.ts';
import { Jobs } from '../../src/extension/jobs/jobs.ts';
import { JobsTree } from '../../src/extension/jobs/jobs-tree.ts';
import type { Job } from '../../src/extension/jobs/job.ts';
import { AT_ONCE } from '../../src/extension/jobs/queue.ts';
import { jobProcessSchema, type JobOutcome } from '../../src/shared/job.ts';
import { requestSchema, type ConcatRequest } from '../../src/shared/options.ts';
import { until, workspace } from './contributions.ts';

/** So many inputs take seconds. */
const MANY = 60;

const script = (): string => {
  const extension = vscode.extensions.getExtension('anndata-concat.anndata-concat');
  assert.ok(extension);
  return path.join(extension.extensionPath, 'dist', 'job.mjs');
};

export const jobs = (): void => {
  suite('jobs', () => {
    let root: string;
    let output: string;
    const windows: Jobs[] = [];
    const told: [Jobs, JobOutcome][] = [];
    setup(async () => {
      root = await mkdtemp(path.join(tmpdir(), 'jobs-'));
      output = path.join(root, '.output', 'o.h5ad');
      await vscode.workspace.fs.createDirectory(vscode.Uri.file(path.dirname(output)));
    });
    teardown(async () => {
      for (const window of windows.splice(0)) window.dispose();
      told.length = 0;
      await rm(root, { recursive: true });
    });

    /** What one window knows; another window is another one of these. */
    const open = async (program = script()): Promise<Jobs> => {
      const window = new Jobs(root, program, (text) => {
        throw new Error(text);
      });
      windows.push(window);
      window.onDidEnd(({ outcome }) => told.push([window, outcome]));
      await window.watch();
      return window;
    };
    const treeOf = (window: Jobs): JobsTree =>
      new JobsTree(
        window,
        new ClusterJobs(
          path.join(root, 'cluster'),
          new EngineClient('none', () => undefined),
          () => undefined,
        ),
      );
    const requestOf = (copies: number, number = 0): ConcatRequest => {
      const store = vscode.Uri.joinPath(workspace(), 'pbmc_part1.h5ad').fsPath;
      const inputs = Array.from({ length: copies }, () => ({ path: store }));
      const place = output.replace('o.h5ad', number === 0 ? 'o.h5ad' : `o${number}.h5ad`);
      return requestSchema.parse({ inputs, output: place, options: {} });
    };
    const isWriting = ({ state: { progress } }: Job): boolean => progress?.phase === 'write';
    const only = (window: Jobs): Job => {
      const [job] = window.all;
      assert.ok(job);
      return job;
    };

    test('are shown with their elements, and how they ended', async () => {
      const window = await open();
      const tree = treeOf(window);
      const job = await window.start(requestOf(1), false);
      assert.deepEqual(tree.getChildren(), [job]);
      assert.equal(tree.getTreeItem(job).contextValue, 'job.running');
      assert.equal((await job.ended).kind, 'done');
      const item = tree.getTreeItem(job);
      assert.deepEqual([item.label, item.contextValue], ['o.h5ad', 'job.done']);
      assert.match(String(item.description), /^\d.* · \d.* s$/u);
      assert.ok(typeof item.tooltip === 'string');
      assert.equal(item.tooltip.split('\n')[1], item.description);
      const elem = () =>
        tree.getChildren(job).find((entry) => 'step' in entry && entry.step.elem === 'X');
      await until(() => elem() !== undefined);
      const X = elem();
      assert.ok(X);
      assert.equal(tree.getParent(X), job);
      assert.match(String(tree.getTreeItem(X).description), /^\d.* KiB$/u);
      tree.dispose();
    });

    test('are the same in another window, which may cancel them', async () => {
      const [one, other] = [await open(), await open()];
      const job = await one.start(requestOf(MANY), false);
      await until(() => other.all.length === 1 && isWriting(only(other)));
      await only(other).cancel();
      assert.equal(treeOf(other).getTreeItem(only(other)).description, 'Cancelling');
      const outcome = await job.ended;
      assert.ok(outcome.kind === 'failed' && outcome.failure.tag === 'Cancelled');
      assert.deepEqual(await only(other).ended, outcome);
      // One window tells: the one that started it.
      await until(() => told.length > 0);
      assert.deepEqual(told, [[one, outcome]]);
    });

    test('go on without a window, and the next one attaches to them', async () => {
      const before = await open();
      const started = await before.start(requestOf(MANY), false);
      await until(() => isWriting(started));
      before.dispose();
      const after = await open();
      const job = only(after);
      await until(() => isWriting(job) && job.state.steps.length > 0);
      assert.equal((await job.ended).kind, 'done');
      await until(() => told.length > 0);
      assert.equal(told[0]?.[0], after);
    });

    test('that end without a window are told by the next one, once', async () => {
      const before = await open();
      const job = await before.start(requestOf(1), false);
      before.dispose();
      const outcome = job.folder.at('outcome');
      while ((await readFile(outcome).catch(() => undefined)) === undefined);
      await open();
      await until(() => told.length > 0);
      const last = await open();
      await only(last).ended;
      // Nobody has to tell it any more.
      assert.equal(await only(last).folder.claim(), false);
      assert.equal(told.length, 1);
    });

    test('whose process is killed are told as such, and can be removed', async () => {
      const window = await open();
      const job = await window.start(requestOf(MANY), false);
      await until(() => isWriting(job));
      const { pid } = jobProcessSchema.parse(
        JSON.parse(await readFile(job.folder.at('process'), 'utf8')),
      );
      process.kill(pid, 'SIGKILL');
      assert.equal((await job.ended).kind, 'killed');
      assert.equal(treeOf(window).getTreeItem(job).contextValue, 'job.killed');
      // Also in a window that was not there.
      const later = await open();
      await only(later).ended;
      for (const [seen, at] of [
        [window, job],
        [later, only(later)],
      ] as const) {
        assert.match(String(treeOf(seen).getTreeItem(at).description), /^Was killed · Writing /u);
      }
      await until(() => told.length > 0);
      await window.remove(job);
      assert.deepEqual(window.all, []);
      assert.deepEqual((await open()).all, []);
    });

    test('wait for their turn where many are at work, and can be cancelled before it', async () => {
      const window = await open();
      const working: Job[] = [];
      for (let i = 0; i < AT_ONCE; i++) working.push(await window.start(requestOf(MANY, i), false));
      const [cancelled, next] = [
        await window.start(requestOf(1, AT_ONCE), false),
        await window.start(requestOf(1, AT_ONCE + 1), false),
      ];
      await until(() => cancelled.isWaiting && next.isWaiting);
      assert.equal(treeOf(window).getTreeItem(next).description, 'Waiting for other jobs');
      await cancelled.cancel();
      const outcome = await cancelled.ended;
      assert.ok(outcome.kind === 'failed' && outcome.failure.tag === 'Cancelled');
      await assert.rejects(readFile(cancelled.folder.at('log')));
      for (const job of working) await job.cancel();
      assert.equal((await next.ended).kind, 'done');
    });

    test('whose program does not start are told as such', async () => {
      const window = await open(path.join(root, '.output', 'gone.mjs'));
      const job = await window.start(requestOf(1), false);
      assert.equal((await job.ended).kind, 'killed');
      assert.match(await readFile(job.folder.at('log'), 'utf8'), /Cannot find module/u);
    });
  });
};
