import type { QueuedJob, SchedulerName } from '../shared/cluster.ts';

/** What a job script is to do, and with what. */
export interface Work {
  /** What it is shown as in the queue: letters, digits, `_`, `.` and `-`. */
  readonly name: string;
  /** For who reads the script. */
  readonly comment: string;
  /** Folder in which the command runs. */
  readonly cwd: string;
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Variables of the environment that the command needs. */
  readonly env: Readonly<Record<string, string>>;
  readonly partition: string | null;
  readonly minutes: number;
  /** Bytes. */
  readonly memory: number;
}

/** A job script in a file. */
export interface Script {
  /** The folder it is in, which gets what the job prints. */
  readonly folder: string;
  readonly file: string;
}

/** A job as the scheduler names it: the whole of it, or one part of an array. */
export interface JobRef {
  readonly id: string;
  readonly part: number | null;
}

/**
 * What we need of a cluster's scheduler. Slurm has it; LSF (`bsub -J name[1-9]`), PBS (`qsub -J 1-9`)
 * and Dask (tasks and futures) have the same.
 *
 * Every function may throw SchedulerUnavailableError, SchedulerRefusedError and CancelledError.
 */
export interface Scheduler {
  readonly name: SchedulerName;
  /** The script of an array, whose command gets the number of its part as last argument. */
  partsScript(work: Work): string;
  finisherScript(work: Work): string;
  /**
   * Submits one job a part.
   * @param parts ascending, at least one
   * @param atOnce of them at most so many run at the same time; null: as many as there is room for
   * @returns the name of the array
   */
  submitParts(script: Script, parts: readonly number[], atOnce: number | null): Promise<string>;
  /** Submits a job that runs when all of `after` have succeeded, and is removed when one fails. */
  submitFinisher(script: Script, after: readonly JobRef[]): Promise<string>;
  /**
   * Those of this user that wait or run, and have this name: numbers come again, as on the next
   * cluster that has the same disk.
   */
  queued(ids: readonly string[], name: string): Promise<readonly QueuedJob[]>;
  /** Ends jobs that wait or run; those that have ended are no error. */
  cancel(jobs: readonly JobRef[]): Promise<void>;
}
