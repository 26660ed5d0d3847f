import path from 'node:path';
import type { Scripts } from '../../cluster/index.ts';
import type { QueuedJob, Submitted } from '../../shared/cluster.ts';
import { counted, printable, shellQuoted } from '../../shared/words/index.ts';

/** What was submitted, and how to follow, cancel and repeat it. */
export function reportSubmitted(submitted: Submitted, planFile: string): string {
  const ours = (command: string): string => `anndata-concat ${command} ${shellQuoted(planFile)}`;
  switch (submitted.kind) {
    case 'done':
      return 'The result is in place: there is nothing to submit.\n';
    case 'queued':
      return `All that is missing waits or runs already.\n  Follow: ${ours('parts')}\n  Cancel: ${ours('cancel')}\n`;
    case 'submitted': {
      const { folder, submission } = submitted;
      const { parts, array, finisher } = submission;
      const what =
        array === null
          ? 'No part is missing'
          : `Submitted ${counted(parts.length, 'part')} as job ${array}`;
      const ids = [array, finisher].filter((id) => id !== null).join();
      return [
        `${what}; the finisher is job ${finisher ?? ''}.`,
        `  Scripts and logs: ${printable(path.relative('', folder))}`,
        `  Follow: ${ours('parts')}   (or squeue --jobs=${ids})`,
        `  Cancel: ${ours('cancel')}`,
        `  Repeat what failed: ${ours('submit')}`,
        '',
      ].join('\n');
    }
  }
}

/** The job scripts, as they would be written. */
export const reportScripts = ({ parts, finish }: Scripts): string =>
  [
    '# ---- parts.sh',
    ...parts.split('\n').map(printable),
    '# ---- finish.sh',
    ...finish.split('\n').map(printable),
  ].join('\n');

export const reportCancelled = (jobs: readonly QueuedJob[]): string =>
  jobs.length === 0
    ? 'None of its jobs waits or runs.\n'
    : `Cancelled ${counted(jobs.length, 'job')}: ${[...new Set(jobs.map(({ id }) => id))].join(', ')}.\n`;
