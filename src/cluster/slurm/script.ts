import { UsageInvalidError } from '../../core/errors.ts';
import { posixQuoted } from '../../shared/words/index.ts';
import type { Work } from '../scheduler.ts';

const MIB = 2 ** 20;

/**
 * A batch script of Slurm. What comes from outside stands in the command alone, quoted; `exec` makes
 * the signals of `scancel` and of the end of the time reach the command.
 * @param last what follows the command, in the language of the shell
 * @throws UsageInvalidError when a name cannot stand in a script
 */
export function batchScript(work: Work, last = ''): string {
  const { name, comment, cwd, command, env, partition, minutes, memory } = work;
  const directives = [
    `--job-name=${name}`,
    '--ntasks=1',
    '--cpus-per-task=1',
    `--mem=${Math.ceil(memory / MIB)}M`,
    `--time=${minutes}`,
    ...(partition === null ? [] : [`--partition=${partition}`]),
    // A node that fails ends nothing: what was whole is kept, and the rest done again.
    '--requeue',
    '--open-mode=append',
  ];
  const words = [...command.map(quoted), ...(last === '' ? [] : [last])];
  return [
    '#!/bin/bash',
    ...directives.map((directive) => `#SBATCH ${directive}`),
    '',
    ...comment.split('\n').map((line) => `# ${line}`),
    'set -eu',
    `cd -- ${quoted(cwd)}`,
    ...Object.entries(env).map(([variable, value]) => `export ${variable}=${quoted(value)}`),
    `exec ${words.join(' ')}`,
    '',
  ].join('\n');
}

function quoted(text: string): string {
  if (/\p{Cc}/u.test(text)) {
    const reason =
      'its name has a line break or another control character, which no job script can hold';
    throw new UsageInvalidError({ path: text, reason });
  }
  return posixQuoted(text);
}
