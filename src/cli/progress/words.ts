import type { Progress } from '../../shared/progress.ts';

const PHASES: Readonly<Record<Progress['phase'], string>> = {
  plan: 'Planning',
  write: 'Writing',
  verify: 'Checking',
  place: 'Putting into place',
};

export const describePhase = (phase: Progress['phase']): string => PHASES[phase];

/** 0 to 100, rounded down, so that 100 means done. */
export const percentOf = ({ done, total }: Progress): number =>
  total <= 0 ? 0 : Math.min(100, Math.floor((100 * done) / total));
