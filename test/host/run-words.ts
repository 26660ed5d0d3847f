import * as assert from 'node:assert/strict';
import { describeProgress, describeResult } from '../../src/extension/run/words.ts';

export const runWords = (): void => {
  suite('words of a run', () => {
    test('tell the element and the share that is written', () => {
      const written = { phase: 'write', elem: 'layers/counts', done: 199, total: 200 } as const;
      assert.equal(describeProgress(written), 'Writing layers/counts (99 %)');
      assert.equal(describeProgress({ ...written, elem: null, total: 0 }), 'Writing');
      const verified = { ...written, phase: 'verify', elem: null } as const;
      assert.equal(describeProgress(verified), 'Checking the result');
    });

    test('tell the result', () => {
      const result = { output: 'o.h5ad', nObs: 467, nVars: 520, bytes: 1024, seconds: 0.7 };
      const words = 'into o.h5ad: 467 × 520, 1 KiB, in 0.7 s.';
      assert.equal(describeResult(1, result), `Concatenated 1 store ${words}`);
      assert.equal(describeResult(2, result), `Concatenated 2 stores ${words}`);
    });
  });
};
