import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { OutputUnwritableError, UsageInvalidError } from '../core/errors.ts';
import { systemCode, systemReason } from '../core/store/system-error.ts';
import { describeIssues } from '../shared/issues.ts';
import { submissionsSchema, type Submission, type Submissions } from '../shared/cluster.ts';
import type { Script } from './scheduler.ts';

const RECORD = 'submissions.json';

/** `PLAN.cluster` beside `PLAN.json`. @param planFile absolute */
export function clusterFolder(planFile: string): string {
  const { dir, name } = path.parse(planFile);
  return path.join(dir, `${name}.cluster`);
}

/** What is kept beside a plan: its job scripts, which jobs they became, and what those printed. */
export class ClusterFolder {
  readonly path: string;

  /** @param planFile absolute */
  constructor(planFile: string) {
    this.path = clusterFolder(planFile);
  }

  /**
   * @returns undefined when the plan was never submitted
   * @throws UsageInvalidError when what is there cannot be understood
   */
  async read(): Promise<Submissions | undefined> {
    const file = path.join(this.path, RECORD);
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (cause) {
      if (systemCode(cause) === 'ENOENT') return undefined;
      throw new UsageInvalidError({ path: file, reason: systemReason(cause), cause });
    }
    const record = submissionsSchema.safeParse(parseJson(text));
    if (record.success) return record.data;
    const reason = `it is no record of jobs: ${describeIssues(record.error)}`;
    throw new UsageInvalidError({ path: file, reason, cause: record.error });
  }

  /** @throws OutputUnwritableError */
  async write(record: Submissions): Promise<void> {
    await this.#put(RECORD, `${JSON.stringify(record, null, 2)}\n`, 0o644);
  }

  /** @throws OutputUnwritableError */
  async writeScript(name: string, text: string): Promise<Script> {
    await this.#put(name, text, 0o755);
    return { folder: this.path, file: path.join(this.path, name) };
  }

  /** Whoever reads it finds all of it or nothing. */
  async #put(name: string, text: string, mode: number): Promise<void> {
    const place = path.join(this.path, name);
    try {
      await mkdir(this.path, { recursive: true });
      await writeFile(`${place}.new`, text, { mode });
      await rename(`${place}.new`, place);
    } catch (cause) {
      throw new OutputUnwritableError({ path: place, reason: systemReason(cause), cause });
    }
  }
}

/** Every job of a record. */
export const jobIds = ({ submissions }: Submissions): readonly string[] =>
  submissions.flatMap(idsOf);

const idsOf = ({ array, finisher }: Submission): readonly string[] =>
  [array, finisher].filter((id) => id !== null);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
