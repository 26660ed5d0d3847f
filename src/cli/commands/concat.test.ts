import { beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../core/context.ts';
import { CancelledError, StoreNotFoundError } from '../../core/errors.ts';
import { planSchema } from '../../shared/plan.ts';
import { runResultSchema, type RunResult } from '../../shared/progress.ts';
import { error, FakeCli, result, warning } from '../fake.test-support.ts';

let cli = new FakeCli();
beforeEach(() => {
  cli = new FakeCli();
});

describe('concat', () => {
  it('tells plan and progress on standard error, the result and its tree on standard output', async () => {
    expect(await cli.run('concat a b -o o.h5ad', { findings: [warning] })).toBe(0);
    expect(cli.out).toContain('Wrote o.h5ad: 5 × 2, 2 KiB, in 1.3 s\n');
    expect(cli.out).toMatch(/├─ X +array +float32 +5 × 2 +40 B +chunks 5 × 1, shuffle \+ gzip\n/u);
    expect(cli.err).toContain('2 inputs → o.h5ad (h5ad, 5 × 2)');
    expect(cli.err).toContain('warning C050: 1 element of the inputs');
    expect(cli.err).toContain('Fix: --merge same ');
    expect(cli.err.match(/^Writing .*$/gmu)).toHaveLength(11);
    expect(cli.err).toContain('Writing 100 % X\n');
    expect(cli.closed).toBe(1);
  });

  it('gives one JSON value as the result, and JSON lines as messages', async () => {
    expect(await cli.run('concat a b -o o.h5ad --json', { findings: [warning] })).toBe(0);
    expect(runResultSchema.parse(JSON.parse(cli.out))).toEqual(result);
    const lines: unknown[] = cli.err
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines[0]).toMatchObject({ type: 'finding', code: 'C050', severity: 'warning' });
    expect(lines.at(-1)).toEqual({
      type: 'progress',
      phase: 'write',
      elem: 'X',
      done: 100,
      total: 100,
    });
  });

  it('says nothing but the result with --quiet', async () => {
    expect(await cli.run('concat a b -o o.h5ad --quiet', { findings: [warning] })).toBe(0);
    expect(cli.out).toContain('Wrote o.h5ad');
    expect(cli.err).toBe('');
  });

  it('does not run a plan with an error, and lists it even with --quiet', async () => {
    const run = (): Promise<RunResult> => Promise.reject(new Error('must not run'));
    for (const flag of ['', '--quiet']) {
      expect(await cli.run(`concat a b -o o.h5ad ${flag}`, { findings: [error], run })).toBe(1);
    }
    expect(cli.out).toBe('');
    expect(cli.err.match(/error C003: The output is one of the inputs\./gu)).toHaveLength(2);
    expect(cli.err).toContain('anndata-concat: The plan has errors, so nothing was written.');
    expect(cli.closed).toBe(2);
  });

  it('only plans with --dry-run', async () => {
    const run = (): Promise<RunResult> => Promise.reject(new Error('must not run'));
    expect(await cli.run('concat a b -o o.h5ad --dry-run --json', { run })).toBe(0);
    expect(planSchema.parse(JSON.parse(cli.out)).request.output).toBe('o.h5ad');
    expect(cli.closed).toBe(1);
  });

  it('ends with 130 when cancelled, and closes the inputs', async () => {
    const run = (context: Context | undefined): Promise<RunResult> => {
      cli.controller.abort();
      return Promise.reject(
        context?.signal?.aborted === true ? new CancelledError() : new Error('no signal'),
      );
    };
    expect(await cli.run('concat a b -o o.h5ad', { run })).toBe(130);
    expect(cli.err).toContain('anndata-concat: Cancelled. Nothing was written.');
    expect(cli.out).toBe('');
    expect(cli.closed).toBe(1);
  });

  it('takes an AbortError of the platform for a cancellation', async () => {
    const run = (): Promise<RunResult> => {
      cli.controller.abort();
      return Promise.reject(new DOMException('aborted', 'AbortError'));
    };
    expect(await cli.run('concat a b -o o.h5ad', { run })).toBe(130);
  });

  it('tells a failure in words, or as a JSON line', async () => {
    const run = (): Promise<RunResult> =>
      Promise.reject(new StoreNotFoundError({ path: 'a\u001b.h5ad', reason: 'ENOENT' }));
    expect(await cli.run('concat a b -o o.h5ad --quiet', { run })).toBe(1);
    expect(cli.err).toBe(
      'anndata-concat: a\\u001b.h5ad: There is no such store.\n' +
        '  Reason: there is no such file or folder.\n  Check the path.\n',
    );
    cli.err = '';
    expect(await cli.run('concat a b -o o.h5ad --quiet --json', { run })).toBe(1);
    expect(JSON.parse(cli.err)).toMatchObject({ type: 'failure', tag: 'StoreNotFound' });
  });

  it('shows the stack of a fault of ours, escaped', async () => {
    const run = (): Promise<RunResult> => Promise.reject(new Error('odd\u001b[2J'));
    expect(await cli.run('concat a b -o o.h5ad --quiet', { run })).toBe(1);
    expect(cli.err).toMatch(/Something went wrong.*concat\.test\.ts/su);
    expect(cli.err).not.toContain('\u001b');
  });
});
