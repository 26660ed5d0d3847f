import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { attach, type Attachment } from '../../src/extension/jobs/attach.ts';
import {
  JOB_FILES,
  jobOutcomeSchema,
  jobProcessSchema,
  type JobOrder,
  type JobOutcome,
  type JobProcess,
  type JobState,
} from '../../src/shared/job.ts';

/** The process of a job, started as the extension does it. */
export interface StartedJob {
  readonly folder: string;
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  read(name: keyof typeof JOB_FILES): Promise<string>;
  outcome(): Promise<JobOutcome>;
}

/** @param script the built program of jobs */
export async function startJob(
  script: string,
  folder: string,
  order: Pick<JobOrder, 'request'> & Partial<JobOrder>,
): Promise<StartedJob> {
  const at = (name: keyof typeof JOB_FILES): string => path.join(folder, JOB_FILES[name]);
  const whole: JobOrder = { version: 1, created: Date.now(), resume: false, ...order };
  await mkdir(folder, { recursive: true });
  await writeFile(at('order'), JSON.stringify(whole));
  const log = await open(at('log'), 'a');
  const child = spawn(process.execPath, [script, folder], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  const read = (name: keyof typeof JOB_FILES): Promise<string> => readFile(at(name), 'utf8');
  return {
    folder,
    child,
    ended: once(child, 'exit'),
    read,
    outcome: async () => jobOutcomeSchema.parse(JSON.parse(await read('outcome'))),
  };
}

/** Tries until the process has said where it can be reached. */
export async function processOf(job: StartedJob): Promise<JobProcess> {
  for (;;) {
    const text = await job.read('process').catch(() => undefined);
    if (text !== undefined) return jobProcessSchema.parse(JSON.parse(text));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A window that follows a job: all that it is told, and a way to wait for something of it. */
export class Window {
  readonly states: JobState[] = [];
  readonly #attachment: Attachment;
  #wake: () => void = () => undefined;
  #isCut = false;

  private constructor(attachment: Attachment) {
    this.#attachment = attachment;
    void attachment.ended.then(() => {
      this.#isCut = true;
      this.#wake();
    });
  }

  static async attach(job: StartedJob): Promise<Window> {
    const early: JobState[] = [];
    let see = (state: JobState): void => {
      early.push(state);
    };
    const { address } = await processOf(job);
    const attachment = await attach(address, (state) => {
      see(state);
    });
    const window = new Window(attachment);
    window.states.push(...early);
    see = (state) => {
      window.states.push(state);
      window.#wake();
    };
    return window;
  }

  get ended(): Promise<void> {
    return this.#attachment.ended;
  }

  /** Waits for a state of which `isIt` holds. @throws when the line is cut before */
  async until(isIt: (state: JobState) => boolean): Promise<JobState> {
    for (;;) {
      const found = this.states.find(isIt);
      if (found !== undefined) return found;
      if (this.#isCut) throw new Error(`the line was cut: ${JSON.stringify(this.states.at(-1))}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  cancel(): Promise<void> {
    return this.#attachment.cancel();
  }

  close(): void {
    this.#attachment.dispose();
  }
}
