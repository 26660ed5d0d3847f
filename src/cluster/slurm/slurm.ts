import { SchedulerRefusedError, UsageInvalidError } from '../../core/errors.ts';
import type { QueuedJob } from '../../shared/cluster.ts';
import type { JobRef, Scheduler, Script } from '../scheduler.ts';
import type { Call } from './call.ts';
import { toRanges } from './ranges.ts';
import { batchScript } from './script.ts';

/** States of jobs that have ended, and whose node is only being tidied up. */
const ENDED = new Set(['CG', 'CD', 'CA', 'F', 'TO', 'NF', 'OOM', 'PR', 'DL', 'BF']);
const WAITING = new Set(['PD', 'RH', 'RQ', 'RF', 'RD', 'SE']);

/**
 * Slurm by its commands `sbatch`, `squeue` and `scancel`; it needs no database of accounts. Options that a site wants besides come from the environment (`SBATCH_ACCOUNT` …).
 */
export function slurm(call: Call): Scheduler {
  const submit = async (
    { folder, file }: Script,
    log: string,
    args: readonly string[],
  ): Promise<string> => {
    const place = ['--parsable', `--output=${logPattern(folder)}/${log}`];
    const answer = await call('sbatch', [...place, ...args, file]);
    // With several clusters, theirs follows.
    const [id = ''] = answer.trim().split(';');
    if (/^\d+$/u.test(id)) return id;
    throw new SchedulerRefusedError({ reason: `sbatch answered ${JSON.stringify(answer)}` });
  };
  return {
    name: 'slurm',
    partsScript: (work) => batchScript(work, '"$SLURM_ARRAY_TASK_ID"'),
    finisherScript: (work) => batchScript(work),
    submitParts: (script, parts, atOnce) => {
      const limit = atOnce === null ? '' : `%${atOnce}`;
      return submit(script, 'part-%a-%A.log', [`--array=${toRanges(parts)}${limit}`]);
    },
    submitFinisher: (script, after) => {
      const jobs = after.map((job) => `:${toId(job)}`).join('');
      const condition = [`--dependency=afterok${jobs}`, '--kill-on-invalid-dep=yes'];
      return submit(script, 'finish-%j.log', after.length > 0 ? condition : []);
    },
    queued: async (ids, name) => {
      if (ids.length === 0) return [];
      const user = process.getuid?.() ?? process.env['USER'] ?? '';
      const flags = ['--noheader', '--array', `--user=${user}`, '--format=%F %i %t %j'];
      const wanted = new Set(ids);
      return (await call('squeue', flags))
        .split('\n')
        .flatMap((line) => parseLine(line, name))
        .filter(({ id }) => wanted.has(id));
    },
    cancel: async (jobs) => {
      if (jobs.length > 0) await call('scancel', ['--quiet', ...jobs.map(toId)]);
    },
  };
}

/** In the name of a file, Slurm replaces what follows a `%`, unless there is a backslash in it. */
function logPattern(folder: string): string {
  if (!folder.includes('\\')) return folder.replaceAll('%', '%%');
  const reason = 'the path has a backslash, and Slurm would put no log there';
  throw new UsageInvalidError({ path: folder, reason });
}

const toId = ({ id, part }: JobRef): string => (part === null ? id : `${id}_${part}`);

/** `12 12_3 R name` of the third part of array 12, `13 13 PD name` of another job. */
function parseLine(line: string, name: string): readonly QueuedJob[] {
  const [id, whole, state, ...words] = line.trim().split(' ');
  if (id === undefined || whole === undefined || state === undefined) return [];
  if (words.join(' ') !== name || ENDED.has(state)) return [];
  const part = /_(\d+)$/u.exec(whole)?.[1];
  return [{ id, part: part === undefined ? null : Number(part), isRunning: !WAITING.has(state) }];
}
