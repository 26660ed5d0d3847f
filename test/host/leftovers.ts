import * as assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { EngineClient } from '../../src/extension/engine/client.ts';
import { Jobs } from '../../src/extension/jobs/jobs.ts';
import { Leftovers } from '../../src/extension/leftovers/leftovers.ts';
import { jobProcessSchema } from '../../src/shared/job.ts';
import { requestSchema } from '../../src/shared/options.ts';
import { extensionPath, until, workspace } from './contributions.ts';

/** So many inputs take seconds. */
const MANY = 60;

export const leftovers = (): void => {
  suite('what killed runs left', () => {
    test('is shown where a killed job wrote, can be resumed there, and deleted', async () => {
      const root = await mkdtemp(path.join(tmpdir(), 'leftovers-'));
      const output = path.join(root, 'results', 'o.h5ad');
      await mkdir(path.dirname(output));
      const fail = (line: string): void => {
        throw new Error(line);
      };
      const jobs = new Jobs(path.join(root, 'jobs'), extensionPath('dist', 'job.mjs'), fail);
      const engine = new EngineClient(extensionPath('dist', 'engine.mjs'), () => undefined);
      const view = new Leftovers(engine, jobs, fail);
      try {
        await jobs.watch();
        const store = vscode.Uri.joinPath(workspace(), 'pbmc_part1.h5ad').fsPath;
        const inputs = Array.from({ length: MANY }, () => ({ path: store }));
        const job = await jobs.start(requestSchema.parse({ inputs, output, options: {} }), false);
        await until(() => job.state.progress?.phase === 'write');
        assert.deepEqual(view.getChildren(), []);
        const { pid } = jobProcessSchema.parse(
          JSON.parse(await readFile(job.folder.at('process'), 'utf8')),
        );
        process.kill(pid, 'SIGKILL');
        await until(() => view.getChildren().length === 1);
        const [leftover] = view.getChildren();
        assert.ok(leftover);
        const item = view.getTreeItem(leftover);
        assert.equal(item.label, 'o.h5ad');
        assert.match(String(item.description), /^unfinished · /u);
        assert.equal(item.contextValue, 'leftover.resumable');
        assert.equal(view.requestOf(leftover)?.output, output);
        assert.equal(view.requestOf({ ...leftover, isAlive: true }), undefined);
        assert.equal(await engine.deleteLeftover(leftover.store), 'deleted');
        assert.deepEqual(await view.look(), []);
      } finally {
        view.dispose();
        jobs.dispose();
        await engine.stop();
        await rm(root, { recursive: true });
      }
    });

    test('is looked for in no other folder, unless it is asked for', async () => {
      const asked: string[] = [];
      const engine = {
        leftovers: (folder: string) => {
          asked.push(folder);
          return Promise.resolve([]);
        },
        deleteLeftover: () => Promise.resolve('alive' as const),
      };
      const changed = new vscode.EventEmitter<undefined>();
      const jobs = { all: [], onDidChange: changed.event };
      const view = new Leftovers(engine, jobs, () => undefined);
      changed.fire(undefined);
      await view.look();
      assert.deepEqual(asked, []);
      await view.lookInto('/d');
      assert.deepEqual(asked, ['/d']);
      view.dispose();
    });
  });
};
