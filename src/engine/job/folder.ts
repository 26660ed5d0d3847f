import { appendFile, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  JOB_FILES,
  JOB_HEARTBEAT,
  jobOrderSchema,
  type JobOrder,
  type JobOutcome,
  type JobProcess,
  type JournalLine,
} from '../../shared/job.ts';

/** What a job keeps on the disk for those who come later. */
export class JobFolder {
  readonly #folder: string;
  readonly #log: (text: string) => void;
  #beating: NodeJS.Timeout | undefined;

  /** @param log what could not be written: that is no reason to end a job */
  constructor(folder: string, log: (text: string) => void) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Throws when there is no order, or one that cannot be understood. */
  async readOrder(): Promise<JobOrder> {
    return jobOrderSchema.parse(JSON.parse(await readFile(this.#at('order'), 'utf8')));
  }

  /** Says who is at work, and shows a sign of life from now on. */
  async begin(process: JobProcess): Promise<void> {
    await writeFile(this.#at('heartbeat'), '');
    await this.#write('process', process);
    this.#beating = setInterval(() => {
      const now = new Date();
      void this.#try(utimes(this.#at('heartbeat'), now, now));
    }, JOB_HEARTBEAT).unref();
  }

  async note(line: JournalLine): Promise<void> {
    await this.#try(appendFile(this.#at('journal'), `${JSON.stringify(line)}\n`));
  }

  async end(outcome: JobOutcome): Promise<void> {
    clearInterval(this.#beating);
    await this.#try(this.#write('outcome', outcome));
  }

  /** Whoever reads it finds all of it or nothing. */
  async #write(name: keyof typeof JOB_FILES, value: unknown): Promise<void> {
    const place = this.#at(name);
    await writeFile(`${place}.new`, `${JSON.stringify(value)}\n`);
    await rename(`${place}.new`, place);
  }

  async #try(writing: Promise<void>): Promise<void> {
    try {
      await writing;
    } catch (error) {
      this.#log(`not recorded: ${String(error)}`);
    }
  }

  #at(name: keyof typeof JOB_FILES): string {
    return path.join(this.#folder, JOB_FILES[name]);
  }
}
