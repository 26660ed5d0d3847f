import * as assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ClusterJob } from '../../src/extension/cluster/cluster-job.ts';
import { ClusterJobs } from '../../src/extension/cluster/cluster-jobs.ts';
import { hasScheduler } from '../../src/extension/cluster/offer.ts';
import { submitConcat } from '../../src/extension/cluster/submit.ts';
import { EngineClient } from '../../src/extension/engine/client.ts';
import { Jobs } from '../../src/extension/jobs/jobs.ts';
import { JobsTree } from '../../src/extension/jobs/jobs-tree.ts';
import { resourcesSchema } from '../../src/shared/cluster.ts';
import { requestSchema, type ConcatRequest } from '../../src/shared/options.ts';
import { until, workspace } from './contributions.ts';

/** Milliseconds between two looks, that the tests do not have to wait long. */
const INTERVAL = 50;
/** So many inputs are enough for several parts. */
const MANY = 60;

export const cluster = (): void => {
  suite('plans that a cluster carries out', () => {
    const earlierPath = process.env['PATH'];
    const log = vscode.window.createOutputChannel('Cluster Tests', { log: true });
    let root: string;
    let output: string;
    let engine: EngineClient;
    const windows: ClusterJobs[] = [];
    const told: string[] = [];
    setup(async () => {
      root = await mkdtemp(path.join(tmpdir(), 'cluster-'));
      output = path.join(root, 'out put', 'o.zarr');
      await mkdir(path.dirname(output));
      await fakeSlurm(root);
      process.env['PATH'] = `${path.join(root, 'bin')}${path.delimiter}${earlierPath ?? ''}`;
      engine = new EngineClient(inExtension('dist/engine.mjs'), () => undefined);
    });
    teardown(async () => {
      process.env['PATH'] = earlierPath;
      for (const window of windows.splice(0)) window.dispose();
      told.length = 0;
      await engine.stop();
      await rm(root, { recursive: true });
    });
    suiteTeardown(() => {
      log.dispose();
    });

    /** What one window knows; another window is another one of these. */
    const open = async (): Promise<ClusterJobs> => {
      const fail = (text: string): void => {
        throw new Error(text);
      };
      const window = new ClusterJobs(path.join(root, 'cluster'), engine, fail, INTERVAL);
      windows.push(window);
      window.onDidEnd(({ kind }) => told.push(kind));
      await window.watch();
      return window;
    };
    const treeOf = (window: ClusterJobs): JobsTree =>
      new JobsTree(new Jobs(path.join(root, 'jobs'), 'none', () => undefined), window);
    const request = (): ConcatRequest => {
      const store = vscode.Uri.joinPath(workspace(), 'pbmc_part1.h5ad').fsPath;
      const inputs = Array.from({ length: MANY }, () => ({ path: store }));
      return requestSchema.parse({ inputs, output, options: { compression: 'none' } });
    };
    const submit = async (window: ClusterJobs): Promise<ClusterJob> => {
      const resources = resourcesSchema.parse({ partition: 'long', minutes: 90 });
      const app = { clusterJobs: window, engine, log };
      const job = await submitConcat(app, request(), { parts: 2, resources });
      assert.ok(job);
      return job;
    };
    const letGo = (): Promise<void> => writeFile(path.join(root, 'slurm', 'go'), '');
    const statesOf = (job: ClusterJob): readonly string[] => job.parts.map(({ state }) => state);
    const waiting = ['pending', 'pending', 'pending'];

    test('are offered where the scheduler is on the path', async () => {
      assert.ok(await hasScheduler());
      process.env['PATH'] = path.join(root, 'out put');
      assert.equal(await hasScheduler(), false);
    });

    test('are shown with their parts, also in a window that comes later', async () => {
      const before = await open();
      const job = await submit(before);
      await until(() => job.kind === 'running');
      const tree = treeOf(before);
      assert.deepEqual(tree.getChildren(), [job]);
      assert.equal(tree.getTreeItem(job).contextValue, 'cluster.running');
      assert.equal(tree.getTreeItem(job).description, '0 of 2 parts done · 2 waiting');
      const labels = tree.getChildren(job).map((entry) => tree.getTreeItem(entry).label);
      assert.deepEqual(labels, ['Part 1', 'Part 2', 'Finisher']);
      const scripts = path.join(path.dirname(output), 'o.zarr.plan.cluster');
      assert.match(await readFile(path.join(scripts, 'parts.sh'), 'utf8'), /--partition=long/u);
      before.dispose();

      const after = await open();
      const [same] = after.all;
      assert.ok(same);
      await until(() => same.kind === 'running');
      assert.deepEqual(statesOf(same), waiting);
      await letGo();
      await until(() => same.kind === 'done');
      assert.deepEqual(statesOf(same), ['done', 'done', 'done']);
      assert.equal(treeOf(after).getTreeItem(same).contextValue, 'cluster.done');
      await until(() => told.length > 0);
      assert.deepEqual(told, ['done']);
      assert.ok((await readdir(output)).includes('zarr.json'));
    });

    test('are cancelled, and submitted again', async () => {
      const window = await open();
      const job = await submit(window);
      await job.cancel();
      assert.equal(job.kind, 'stopped');
      assert.deepEqual(statesOf(job), ['missing', 'missing', 'missing']);
      assert.equal(treeOf(window).getTreeItem(job).contextValue, 'cluster.stopped');
      await job.resubmit();
      assert.deepEqual(statesOf(job), waiting);
      await letGo();
      await until(() => job.kind === 'done');
      await window.remove(job);
      assert.deepEqual(window.all, []);
      assert.ok((await readdir(output)).includes('zarr.json'));
    });

    test('are not submitted a second time while the cluster is at work', async () => {
      const window = await open();
      const job = await submit(window);
      await until(() => job.kind === 'running');
      const resources = resourcesSchema.parse({});
      const app = { clusterJobs: window, engine, log };
      assert.equal(await submitConcat(app, request(), { parts: 2, resources }), undefined);
      assert.deepEqual(window.all, [job]);
      await job.cancel();
    });
  });
};

/** Puts the commands of a scheduler into `root/bin`, whose tasks run here once `root/slurm/go` is there. */
async function fakeSlurm(root: string): Promise<void> {
  const program = inExtension('test-output/host/fake-slurm.cjs');
  await mkdir(path.join(root, 'bin'));
  for (const command of ['sbatch', 'squeue', 'scancel']) {
    const file = path.join(root, 'bin', command);
    const line = `exec '${process.execPath}' '${program}' '${root}/slurm' ${command} "$@"`;
    await writeFile(file, `#!/bin/sh\n${line}\n`);
    await chmod(file, 0o755);
  }
}

function inExtension(file: string): string {
  const extension = vscode.extensions.getExtension('anndata-concat.anndata-concat');
  assert.ok(extension);
  return path.join(extension.extensionPath, file);
}
