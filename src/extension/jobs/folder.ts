import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type * as z from 'zod';
import type { ClusterOrder } from '../../shared/cluster.ts';
import {
  JOB_FILES,
  jobOrderSchema,
  jobOutcomeSchema,
  jobProcessSchema,
  journalLineSchema,
  type JobOrder,
  type JobOutcome,
  type JobProcess,
} from '../../shared/job.ts';
import type { Progress } from '../../shared/progress.ts';

type JobFile = keyof typeof JOB_FILES;

/** Of a folder that is being made and no job yet. */
const UNFINISHED = '.';

/** The folder of one job, as its job and all windows know it. */
export class JobFolder {
  readonly path: string;

  constructor(folder: string) {
    this.path = folder;
  }

  get id(): string {
    return path.basename(this.path);
  }

  at(name: JobFile): string {
    return path.join(this.path, JOB_FILES[name]);
  }

  /** Undefined when there is none, or none that can be understood. */
  readOrder(): Promise<JobOrder | undefined> {
    return this.#read('order', jobOrderSchema);
  }

  /** The same of a plan that was handed to a cluster. */
  async readClusterOrder(): Promise<ClusterOrder | undefined> {
    // Loaded when there is one, and not as the extension starts.
    const { clusterOrderSchema } = await import('../../shared/cluster.ts');
    return await this.#read('order', clusterOrderSchema);
  }

  readProcess(): Promise<JobProcess | undefined> {
    return this.#read('process', jobProcessSchema);
  }

  readOutcome(): Promise<JobOutcome | undefined> {
    return this.#read('outcome', jobOutcomeSchema);
  }

  /** What it told last of its progress; undefined when it told nothing. */
  async readReached(): Promise<Progress | undefined> {
    const text = await readFile(this.at('journal'), 'utf8').catch(() => '');
    // A kill can cut the last line off.
    for (const line of text.split('\n').reverse()) {
      const parsed = journalLineSchema.safeParse(jsonOf(line));
      if (parsed.success) return parsed.data.progress;
    }
    return undefined;
  }

  /** Milliseconds since the last sign of life. */
  async silence(): Promise<number> {
    const times = await Promise.all([
      timeOf(this.at('heartbeat')),
      timeOf(this.at('started')),
      timeOf(this.at('order')),
    ]);
    return Date.now() - Math.max(...times);
  }

  /** Its turn has come, or it is of a version in which none waited. */
  async isStarted(): Promise<boolean> {
    const times = await Promise.all([timeOf(this.at('started')), timeOf(this.at('process'))]);
    return Math.max(...times) > 0;
  }

  /** True for one of all that try: what becomes of a job that waits is decided once. */
  claimStart(): Promise<boolean> {
    return createOnce(this.at('started'), '');
  }

  /**
   * Says how a job ended that could not say so itself.
   * @returns what counts: what is there already is left as it is
   */
  async conclude(outcome: JobOutcome): Promise<JobOutcome> {
    await createOnce(this.at('outcome'), `${JSON.stringify(outcome)}\n`);
    return (await this.readOutcome()) ?? outcome;
  }

  /** True for one of all windows: the one that is to tell how the job ended. */
  claim(): Promise<boolean> {
    return createOnce(this.at('told'), '');
  }

  /** It has to be told anew. */
  async unclaim(): Promise<void> {
    await rm(this.at('told'), { force: true });
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  async #read<T>(name: JobFile, schema: z.ZodType<T>): Promise<T | undefined> {
    try {
      return schema.safeParse(JSON.parse(await readFile(this.at(name), 'utf8'))).data;
    } catch {
      return undefined;
    }
  }
}

/** All that is kept in `root`, in no order. */
export async function listFolders(root: string): Promise<readonly JobFolder[]> {
  const names = await readdir(root).catch(() => []);
  return names
    .filter((name) => !name.startsWith(UNFINISHED))
    .map((name) => new JobFolder(path.join(root, name)));
}

/** Makes the folder of a new job, which appears with its order in it. */
export async function createFolder(
  root: string,
  order: JobOrder | ClusterOrder,
): Promise<JobFolder> {
  const id = `${new Date(order.created).toISOString().replaceAll(/\D/gu, '')}-${randomBytes(4).toString('hex')}`;
  const unfinished = path.join(root, `${UNFINISHED}${id}`);
  // A request can tell what a person works on: it is nobody else's business.
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await writeFile(path.join(unfinished, JOB_FILES.order), `${JSON.stringify(order)}\n`);
  const folder = new JobFolder(path.join(root, id));
  await rename(unfinished, folder.path);
  return folder;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @returns false when it is there already */
async function createOnce(file: string, text: string): Promise<boolean> {
  return await writeFile(file, text, { flag: 'wx' }).then(
    () => true,
    () => false,
  );
}

const timeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
