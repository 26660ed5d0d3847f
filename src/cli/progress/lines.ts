import type { Progress } from '../../shared/progress.ts';
import { printable } from '../../shared/words/index.ts';
import { describePhase, percentOf } from './words.ts';

/** A line for every phase and every tenth of it, for logs. */
export function createLines(write: (text: string) => void): (progress: Progress) => void {
  let phase: Progress['phase'] | undefined;
  let tenth = 0;
  return (progress) => {
    const percent = percentOf(progress);
    const isNewPhase = progress.phase !== phase;
    if (!isNewPhase && Math.floor(percent / 10) <= tenth) return;
    phase = progress.phase;
    tenth = Math.floor(percent / 10);
    const elem = progress.elem === null ? '' : ` ${printable(progress.elem)}`;
    write(`${describePhase(progress.phase)} ${String(percent).padStart(3)} %${elem}\n`);
  };
}
