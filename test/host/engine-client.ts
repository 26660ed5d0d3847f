import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { EngineClient } from '../../src/extension/engine/client.ts';
import { EngineError } from '../../src/extension/engine/failure.ts';
import { until } from './contributions.ts';

const FAKE = path.join(__dirname, 'fake-engine.cjs');

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** The failure that a request is rejected with. */
async function failureOf(request: Promise<unknown>): Promise<EngineError['failure']> {
  const error: unknown = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof EngineError, `not an EngineError: ${String(error)}`);
  return error.failure;
}

export const engineClient = (): void => {
  suite('the engine in its child process', () => {
    let lines: string[];
    let client: EngineClient;
    setup(() => {
      lines = [];
      client = new EngineClient(FAKE, (line) => lines.push(line));
    });
    teardown(() => client.stop());

    test('starts with the first request and serves the next ones', async () => {
      assert.equal(client.pid, undefined);
      const first = await client.summarise('a');
      const second = await client.summarise('b');
      assert.equal(first.bytes, client.pid);
      assert.equal(second.bytes, first.bytes);
    });

    test('has a heap limit and only what it needs of the environment', async () => {
      process.env['ANNDATA_CONCAT_SECRET'] = 'secret';
      const { node, children } = await client.inspect('a', '', { start: 0, limit: 1000 });
      delete process.env['ANNDATA_CONCAT_SECRET'];
      const names = children.map(({ name }) => name);
      assert.match(node.value ?? '', /^--max-old-space-size=\d+$/u);
      assert.ok(names.includes('PATH'));
      assert.ok(!names.includes('ANNDATA_CONCAT_SECRET'));
    });

    test('hands over the failure that the engine tells', async () => {
      const { tag, path: store } = await failureOf(client.summarise('missing'));
      assert.deepEqual([tag, store], ['StoreNotFound', 'missing']);
    });

    test('cancels in the engine what is cancelled here', async () => {
      const source = new vscode.CancellationTokenSource();
      const failure = failureOf(client.summarise('endless', source.token));
      source.cancel();
      assert.equal((await failure).tag, 'Cancelled');
      assert.equal((await client.summarise('a')).path, 'a');
    });

    test('a crash rejects what is outstanding, and the next request starts it again', async () => {
      const outstanding = failureOf(client.summarise('endless'));
      const crashed = failureOf(client.summarise('crash'));
      for (const { tag, reason } of [await outstanding, await crashed]) {
        assert.equal(tag, 'Internal');
        assert.match(reason ?? '', /ended before it answered \(exit code 7\)/u);
      }
      assert.equal((await client.summarise('a')).bytes, client.pid);
      assert.ok(lines.some((line) => line.includes('exit code 7')));
    });

    test('being killed is told with the signal', async () => {
      await client.summarise('a');
      const outstanding = failureOf(client.summarise('endless'));
      assert.ok(client.pid);
      process.kill(client.pid, 'SIGKILL');
      assert.match((await outstanding).reason ?? '', /signal SIGKILL/u);
    });

    test('a program that is not there is a failure, not a hang', async () => {
      const missing = new EngineClient(`${FAKE}.gone`, (line) => lines.push(line));
      assert.match((await failureOf(missing.summarise('a'))).reason ?? '', /exit code 1/u);
      assert.ok(lines.some((line) => line.includes('Cannot find module')));
    });

    test('a step that takes too long is given up, told as such, and the engine ended', async () => {
      const hasty = new EngineClient(FAKE, (line) => lines.push(line), { step: 50, planStep: 50 });
      const { tag, path: store } = await failureOf(hasty.summarise('stuck'));
      assert.deepEqual([tag, store], ['TimedOut', 'stuck']);
      assert.equal(hasty.pid, undefined);
    });

    test('an answer of an unknown form is a failure', async () => {
      assert.match(
        (await failureOf(client.inspect('malformed', '', { start: 0, limit: 1000 }))).reason ?? '',
        /unknown form/u,
      );
    });

    test('is gone after stop', async () => {
      const { bytes: pid } = await client.summarise('a');
      assert.ok(isAlive(pid));
      await client.stop();
      await until(() => !isAlive(pid));
      assert.equal(client.pid, undefined);
    });
  });
};
