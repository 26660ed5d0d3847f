import type { Progress } from './progress.ts';

/**
 * Passes on what a reader can follow: the first report, every new phase, the end of a phase, and
 * else one per `interval` milliseconds.
 * @param now the clock, in milliseconds
 */
export function throttleProgress(
  emit: (progress: Progress) => void,
  interval: number,
  now: () => number = () => performance.now(),
): (progress: Progress) => void {
  let phase: Progress['phase'] | undefined;
  let last = 0;
  return (progress) => {
    const time = now();
    const isMilestone = progress.phase !== phase || progress.done >= progress.total;
    if (!isMilestone && time - last < interval) return;
    phase = progress.phase;
    last = time;
    emit(progress);
  };
}

/** Passes on the first call, and then one per `interval` milliseconds. */
export function throttle(
  emit: () => void,
  interval: number,
  now: () => number = () => performance.now(),
): () => void {
  let last = -Infinity;
  return () => {
    const time = now();
    if (time - last < interval) return;
    last = time;
    emit();
  };
}
