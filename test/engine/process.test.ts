import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../src/shared/failure.ts';
import { requestSchema } from '../../src/shared/options.ts';
import type { Progress } from '../../src/shared/progress.ts';
import { progressNotification, runRequest, summaryRequest } from '../../src/shared/protocol.ts';
import { type Engine, failureOf, startEngine } from '../support/engine.ts';
import { PART_1 } from '../support/samples.ts';
import { useBuild } from '../support/setup.ts';
import { run } from '../support/tool.ts';

const built = useBuild();

const children: ChildProcess[] = [];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'engine-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** @param preload a module that is loaded into the child first */
function start(preload?: string): Engine {
  const engine = startEngine(built.engine, preload);
  children.push(engine.child);
  return engine;
}

/** A request about a store that does not exist: proof that the engine answers. */
const failure = ({ connection }: Engine): Promise<Failure> =>
  failureOf(connection.sendRequest(summaryRequest, { path: 'missing.h5ad' }));

describe('the process of the engine', () => {
  it('answers, and ends when its parent lets go', async () => {
    const engine = start();
    expect(await failure(engine)).toMatchObject({ tag: 'StoreNotFound', path: 'missing.h5ad' });
    engine.child.disconnect();
    expect(await engine.ended).toEqual([0, null]);
    expect(await engine.log).toBe('');
  });

  it('ends in order when it is asked to', async () => {
    const engine = start();
    await failure(engine);
    engine.child.kill('SIGTERM');
    expect(await engine.ended).toEqual([0, null]);
  });

  it('runs a job and tells its progress', async () => {
    const engine = start();
    const output = path.join(folder, 'o.h5ad');
    const request = requestSchema.parse({ inputs: [{ path: PART_1 }], output, options: {} });
    const reports: { readonly job: string; readonly progress: Progress }[] = [];
    engine.connection.onNotification(progressNotification, (report) => reports.push(report));
    const result = await engine.connection.sendRequest(runRequest, { job: 'j', request });
    expect(result).toMatchObject({ output, nObs: 234, nVars: 600 });
    expect(reports.map(({ job }) => job)).toContain('j');
    expect(new Set(reports.map(({ progress }) => progress.phase))).toContain('write');
    expect(await readdir(folder)).toEqual(['o.h5ad']);
  });

  it.each(['cancelled', 'left alone'])('leaves nothing behind when it is %s', async (how) => {
    const engine = start();
    const output = path.join(folder, 'o.h5ad');
    const inputs = Array.from({ length: 60 }, () => ({ path: PART_1 }));
    const request = requestSchema.parse({ inputs, output, options: {} });
    const source = new CancellationTokenSource();
    engine.connection.onNotification(progressNotification, ({ progress }) => {
      if (progress.phase !== 'write') return;
      if (how === 'cancelled') source.cancel();
      else if (engine.child.connected) engine.child.disconnect();
    });
    const answer = failureOf(
      engine.connection.sendRequest(runRequest, { job: 'j', request }, source.token),
    );
    if (how === 'cancelled') expect(await answer).toMatchObject({ tag: 'Cancelled' });
    else expect(await engine.ended).toEqual([0, null]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('logs an error that nobody caught, and ends', async () => {
    const thrower = `process.on('SIGUSR2', () => { throw new Error('out of the blue'); });`;
    const engine = start(`data:text/javascript,${encodeURIComponent(thrower)}`);
    await failure(engine);
    engine.child.kill('SIGUSR2');
    expect(await engine.ended).toEqual([1, null]);
    expect(await engine.log).toContain('uncaught: Error: out of the blue');
  });

  it('does not start without a channel to a parent', async () => {
    const { code, stderr } = await run(built.engine, []);
    expect(code).toBe(2);
    expect(stderr).toContain('is started by AnnData Concat');
  });
});
