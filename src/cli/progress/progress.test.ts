import { describe, expect, it } from 'vitest';
import type { Progress } from '../../shared/progress.ts';
import { createReporter } from './reporter.ts';

const at = (phase: Progress['phase'], done: number, elem: string | null = null): Progress => ({
  phase,
  elem,
  done,
  total: 1000,
});

function report(
  manner: { readonly json: boolean; readonly quiet: boolean },
  reports: readonly Progress[],
): string {
  let text = '';
  const err = (more: string): void => {
    text += more;
  };
  const reporter = createReporter({ err, terminal: null }, manner);
  for (const progress of reports) reporter.report(progress);
  reporter.stop();
  return text;
}

describe('progress', () => {
  it('is a line for every phase and every tenth of it', () => {
    const reports = [
      at('plan', 0),
      at('write', 0, 'obs'),
      at('write', 99, 'obs'),
      at('write', 100, 'X\u001b'),
      at('write', 190),
      at('write', 555),
      at('write', 1000),
      at('place', 0),
    ];
    expect(report({ json: false, quiet: false }, reports).split('\n')).toEqual([
      'Planning   0 %',
      'Writing   0 % obs',
      'Writing  10 % X\\u001b',
      'Writing  55 %',
      'Writing 100 %',
      'Putting into place   0 %',
      '',
    ]);
  });

  it('is JSON lines with json, and nothing with quiet', () => {
    const text = report({ json: true, quiet: false }, [at('write', 0, 'X'), at('write', 1000)]);
    const lines: unknown[] = text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toEqual([
      { type: 'progress', ...at('write', 0, 'X') },
      { type: 'progress', ...at('write', 1000) },
    ]);
    expect(report({ json: true, quiet: true }, [at('write', 0)])).toBe('');
  });

  it('never shows 100 before the end, and no fraction of nothing', () => {
    const reports = [at('write', 999), { ...at('verify', 0), total: 0 }];
    expect(report({ json: false, quiet: false }, reports)).toBe('Writing  99 %\nChecking   0 %\n');
  });
});
