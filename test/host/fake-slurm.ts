import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as z from 'zod';

/**
 * Slurm as far as we use it, with tasks that run here: `fake-slurm.cjs FOLDER COMMAND ARGUMENTS`.
 * In the folder is a file for each task; tasks wait until it has one named `go`.
 */
const [folder = '', command = '', ...args] = process.argv.slice(2);

const taskSchema = z.object({
  id: z.string(),
  part: z.number().nullable(),
  script: z.string(),
  name: z.string(),
  log: z.string(),
  after: z.array(z.string()),
});
type Task = z.infer<typeof taskSchema>;
type End = 'done' | 'failed' | 'cancelled';

const nameOf = ({ id, part }: Task): string => (part === null ? id : `${id}_${part}`);
const fileOf = (name: string, kind: string): string => path.join(folder, `${name}.${kind}`);
const has = (task: Task, kind: string): boolean => existsSync(fileOf(nameOf(task), kind));
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

const readTasks = (): readonly Task[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.task'))
    .map((name) => taskSchema.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8'))));
const isEnded = (task: Task): boolean =>
  (['done', 'failed', 'cancelled'] satisfies End[]).some((end) => has(task, end));
const end = (task: Task, how: End): void => {
  writeFileSync(fileOf(nameOf(task), how), '');
};
const isNamed =
  (names: readonly string[]) =>
  (task: Task): boolean =>
    names.includes(task.id) || names.includes(nameOf(task));

function sbatch(): void {
  const flag = (name: string): string | undefined =>
    args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const script = args.at(-1) ?? '';
  const id = String(new Set(readTasks().map((task) => task.id)).size + 1);
  const after = (flag('dependency') ?? 'afterok').split(':').slice(1);
  const name = /^#SBATCH --job-name=(.*)$/mu.exec(readFileSync(script, 'utf8'))?.[1] ?? '';
  const array = flag('array')?.split('%')[0]?.split(',').flatMap(numbersOf);
  for (const part of array ?? [null]) {
    const log = (flag('output') ?? '')
      .replaceAll('%a', String(part))
      .replaceAll(/%[Aj]/gu, id)
      .replaceAll('%%', '%');
    const task = { id, part, script, name, log, after };
    writeFileSync(fileOf(nameOf(task), 'task'), JSON.stringify(task));
    const worker = [process.argv[1] ?? '', folder, 'work', nameOf(task)];
    spawn(process.execPath, worker, { detached: true, stdio: 'ignore' }).unref();
  }
  console.log(id);
}

function numbersOf(range: string): readonly number[] {
  const [first = 0, last = first] = range.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Waits for what comes before, then runs the script. */
async function work(): Promise<void> {
  const task = readTasks().find((other) => nameOf(other) === args[0]);
  if (task === undefined) return;
  for (;;) {
    const before = readTasks().filter(isNamed(task.after));
    if (has(task, 'cancelled')) return;
    if (before.some((other) => has(other, 'failed') || has(other, 'cancelled'))) {
      end(task, 'cancelled');
      return;
    }
    const isFree = existsSync(path.join(folder, 'go'));
    if (isFree && before.every((other) => has(other, 'done'))) break;
    await pause();
  }
  const log = openSync(task.log, 'a');
  const env = { ...process.env, SLURM_ARRAY_TASK_ID: String(task.part) };
  const child = spawn('bash', [task.script], { env, stdio: ['ignore', log, log] });
  writeFileSync(fileOf(nameOf(task), 'pid'), String(child.pid));
  await once(child, 'exit');
  end(task, child.exitCode === 0 ? 'done' : 'failed');
}

function squeue(): void {
  for (const task of readTasks().filter((other) => !isEnded(other))) {
    console.log(`${task.id} ${nameOf(task)} ${has(task, 'pid') ? 'R' : 'PD'} ${task.name}`);
  }
}

function scancel(): void {
  for (const task of readTasks().filter(isNamed(args))) {
    if (isEnded(task)) continue;
    end(task, 'cancelled');
    if (has(task, 'pid')) process.kill(Number(readFileSync(fileOf(nameOf(task), 'pid'), 'utf8')));
  }
}

mkdirSync(folder, { recursive: true });
switch (command) {
  case 'sbatch':
    sbatch();
    break;
  case 'squeue':
    squeue();
    break;
  case 'scancel':
    scancel();
    break;
  case 'work':
    void work();
    break;
  default:
    throw new Error(`no such command: ${command}`);
}
