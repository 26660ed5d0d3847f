import { SingleBar } from 'cli-progress';
import type { Progress } from '../../shared/progress.ts';
import { formatBytes, printable } from '../../shared/words/index.ts';
import type { Reporter } from './reporter.ts';
import { describePhase, percentOf } from './words.ts';

/** A bar for each phase, in place of the one before; gone when stopped. */
export function createBar(terminal: NodeJS.WriteStream): Reporter {
  const bar = new SingleBar({
    stream: terminal,
    format: '{phase} {bar} {percent} % {detail}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  });
  let phase: Progress['phase'] | undefined;
  const payload = (progress: Progress): object => ({
    phase: describePhase(progress.phase),
    percent: percentOf(progress),
    detail: detailOf(progress),
  });
  return {
    report: (progress) => {
      const total = Math.max(1, progress.total);
      if (progress.phase !== phase) {
        if (phase !== undefined) bar.stop();
        phase = progress.phase;
        bar.start(total, progress.done, payload(progress));
        return;
      }
      bar.setTotal(total);
      bar.update(progress.done, payload(progress));
    },
    stop: () => {
      if (phase !== undefined) bar.stop();
      phase = undefined;
    },
  };
}

function detailOf({ phase, done, total, elem }: Progress): string {
  const bytes = phase === 'write' ? `${formatBytes(done)} of ${formatBytes(total)} ` : '';
  return bytes + (elem === null ? '' : printable(elem));
}
