import { hostname } from 'node:os';
import * as vscode from 'vscode';
import type { JobOrder, JobOutcome, JobProcess, JobState } from '../../shared/job.ts';
import type { Failure } from '../../shared/failure.ts';
import { attach, type Attachment } from './attach.ts';
import type { JobFolder } from './folder.ts';
import { RateMeter, type Rate } from './rate.ts';

/** Milliseconds between two looks at a job that waits for its turn or does not answer. */
const INTERVAL = 250;
/** Milliseconds in which a process answers that is not stuck. */
const PATIENCE = 5000;
/** Milliseconds without a sign of life after which a job of this machine counts as gone. */
const SILENCE_MAX = 20_000;
/** The same on another machine, whose clock may differ. */
const SILENCE_MAX_ELSEWHERE = 5 * 60_000;

const CANCELLED: Failure = {
  tag: 'Cancelled',
  path: null,
  elem: null,
  reason: null,
  detail: null,
};
const NOTHING: JobState = { progress: null, steps: [], outcome: null };

/** A job as this window sees it: it attaches to the process, and notices when that is gone. */
export class Job implements vscode.Disposable {
  readonly folder: JobFolder;
  readonly order: JobOrder;
  /** Resolves when it has ended; never when this window lets go of it before. */
  readonly ended: Promise<JobOutcome>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #meter = new RateMeter();
  #state = NOTHING;
  #attachment: Attachment | undefined;
  #isWaiting = false;
  #isCancelled = false;
  #isGone = false;
  #isDisposed = false;

  constructor(folder: JobFolder, order: JobOrder) {
    this.folder = folder;
    this.order = order;
    this.ended = this.#follow();
  }

  get id(): string {
    return this.folder.id;
  }

  get created(): number {
    return this.order.created;
  }

  get state(): JobState {
    return this.#state;
  }

  get isEnded(): boolean {
    return this.#state.outcome !== null;
  }

  get rate(): Rate | undefined {
    return this.#meter.rate;
  }

  /** As many as may be at work are. */
  get isWaiting(): boolean {
    return this.#isWaiting && this.#state.outcome === null;
  }

  /** It was asked to end, and has not yet. */
  get isCancelling(): boolean {
    return this.#isCancelled && this.#state.outcome === null;
  }

  /** Asks it to end, at once or as soon as it can be reached. */
  async cancel(): Promise<void> {
    this.#isCancelled = true;
    this.#changed.fire();
    if (this.#isWaiting && (await this.folder.claimStart())) {
      await this.folder.conclude({ kind: 'failed', at: Date.now(), failure: CANCELLED });
    } else if (this.#attachment !== undefined) await this.#cancelOver(this.#attachment);
  }

  /** Its process was seen to end. */
  noticeEnd(): void {
    this.#isGone = true;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#attachment?.dispose();
    this.#changed.dispose();
  }

  async #follow(): Promise<JobOutcome> {
    while (await this.#waits()) {
      await pause(INTERVAL);
      if (this.#isDisposed) return await new Promise<never>(() => undefined);
    }
    for (;;) {
      // Before the outcome is looked for, since one that is gone has left it, or never will.
      const isGone = await this.#isProcessGone();
      const outcome = await this.folder.readOutcome();
      if (outcome !== undefined) return await this.#end(outcome);
      if (isGone) {
        return await this.#end(await this.folder.conclude({ kind: 'killed', at: Date.now() }));
      }
      if (!(await this.#attend())) await pause(INTERVAL);
      if (this.#isDisposed) return await new Promise<never>(() => undefined);
    }
  }

  async #waits(): Promise<boolean> {
    const waits = !(await this.folder.isStarted());
    if (waits !== this.#isWaiting) {
      this.#isWaiting = waits;
      this.#changed.fire();
    }
    return waits;
  }

  /** Follows it until the line is cut. @returns false when there was none */
  async #attend(): Promise<boolean> {
    const process = await this.folder.readProcess();
    if (process === undefined || this.#isDisposed) return false;
    try {
      const attachment = await attach(process.address, (state) => {
        this.#show(state);
      });
      await this.#greet(attachment);
      await attachment.ended;
      return true;
    } catch {
      return false;
    } finally {
      this.#attachment = undefined;
    }
  }

  /** Things may have happened while it was being reached. */
  async #greet(attachment: Attachment): Promise<void> {
    this.#attachment = attachment;
    if (this.#isDisposed) attachment.dispose();
    else if (this.#isCancelled) await this.#cancelOver(attachment);
  }

  /** One that does not answer is stuck, as a hostile store can make it: it is killed. */
  async #cancelOver(attachment: Attachment): Promise<void> {
    const late = pause(PATIENCE).then(() => 'late');
    const answer = attachment.cancel().catch(() => undefined);
    if ((await Promise.race([answer, attachment.ended, late])) !== 'late') return;
    const owner = await this.folder.readProcess();
    // As long as the line holds, its number is nobody else's.
    if (this.#attachment === attachment && owner?.host === hostname()) kill(owner);
  }

  async #isProcessGone(): Promise<boolean> {
    if (this.#isGone) return true;
    const process = await this.folder.readProcess();
    const isHere = process === undefined || process.host === hostname();
    if (isHere && process !== undefined && !answers(process)) return true;
    // The number may be another process's by now: that one shows no sign of life here.
    return (await this.folder.silence()) > (isHere ? SILENCE_MAX : SILENCE_MAX_ELSEWHERE);
  }

  #show(state: JobState): void {
    // The outcome counts once it is on the disk.
    this.#state = { ...state, outcome: null };
    if (state.progress !== null) this.#meter.add(state.progress, performance.now());
    this.#changed.fire();
  }

  async #end(outcome: JobOutcome): Promise<JobOutcome> {
    const reached = outcome.kind === 'killed' ? await this.folder.readReached() : undefined;
    this.#state = { ...this.#state, progress: reached ?? this.#state.progress, outcome };
    this.#changed.fire();
    return outcome;
  }
}

/** Signal 0 is none: it only asks whether there is such a process. */
function answers({ pid }: JobProcess): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function kill({ pid }: JobProcess): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended meanwhile.
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
