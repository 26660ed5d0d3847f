import type { Progress } from '../../shared/progress.ts';

/**
 * VS Code adds up increments to a percentage. Only writing has a share that is known: the bytes
 * that are written of those that will be.
 */
export function progressIncrement(): (progress: Progress) => number {
  let shown = 0;
  return ({ phase, done, total }) => {
    if (phase !== 'write' || total === 0) return 0;
    const percent = Math.min(100, (100 * done) / total);
    const increment = Math.max(0, percent - shown);
    shown += increment;
    return increment;
  };
}
