import type { Progress, RunResult } from '../shared/progress.ts';
import {
  counted,
  formatBytes,
  formatDuration,
  formatShape,
  printable,
  type Explanation,
} from '../shared/words/index.ts';

export { explainFailure } from '../shared/words/index.ts';

/**
 * Text for a notification. VS Code turns `[text](command:…)` in it into a link, so that a file of
 * such a name could offer to run a command: the brackets are kept apart.
 */
export const plainMessage = (text: string): string => printable(text).replaceAll('](', '] (');

/** Text for a list, where `$(name)` would be shown as an icon. */
export const plainLabel = (text: string): string => printable(text).replaceAll('$(', '\\$(');

/** What, where, why and what to do, in one line. */
export function formatFailure({ what, where, why, todo }: Explanation): string {
  const place = where === '' ? what : `${what.replace(/\.$/u, '')}: ${where}.`;
  return [place, why, todo].filter((part) => part !== '').join(' ');
}

const PHASES: Readonly<Record<Progress['phase'], string>> = {
  plan: 'Reading the inputs',
  write: 'Writing',
  verify: 'Checking the result',
  place: 'Putting the result into place',
};

/** `Writing layers/counts (42 %)`. */
export function describeProgress({ phase, elem, done, total }: Progress): string {
  const words = elem === null ? PHASES[phase] : `${PHASES[phase]} ${elem}`;
  if (phase !== 'write' || total === 0) return words;
  return `${words} (${Math.floor((100 * done) / total)} %)`;
}

export const describeResult = (inputs: number, result: RunResult): string =>
  `Concatenated ${counted(inputs, 'store')} into ${result.output}: ` +
  `${formatShape([result.nObs, result.nVars])}, ${formatBytes(result.bytes)}, ` +
  `in ${formatDuration(result.seconds)}.`;
