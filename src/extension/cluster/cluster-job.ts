import * as vscode from 'vscode';
import type { ClusterOrder, ClusterReport } from '../../shared/cluster.ts';
import {
  clusterKind,
  clusterParts,
  type ClusterKind,
  type ClusterPart,
} from '../../shared/cluster-state.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ClusterEngine } from '../engine/client.ts';
import { toFailure } from '../engine/failure.ts';
import type { JobFolder } from '../jobs/folder.ts';

/** Milliseconds between two looks at the records of the parts. */
const INTERVAL = 3000;
/** Looks after which the scheduler is asked, too: it serves many. */
const ASKED_EACH = 10;

/** A plan that was handed to a cluster, as this window sees it: by its records and the queue. */
export class ClusterJob implements vscode.Disposable {
  readonly folder: JobFolder;
  readonly order: ClusterOrder;
  readonly #engine: ClusterEngine;
  readonly #interval: number;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #ended = new vscode.EventEmitter<ClusterKind>();
  #report: ClusterReport | undefined;
  #failure: Failure | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  #looking: Promise<void> | undefined;
  #isDisposed = false;

  readonly onDidChange = this.#changed.event;
  /** Nobody works on it any more: it is done, or something is missing. */
  readonly onDidEnd = this.#ended.event;

  /** @param interval milliseconds between two looks */
  constructor(folder: JobFolder, order: ClusterOrder, engine: ClusterEngine, interval = INTERVAL) {
    this.folder = folder;
    this.order = order;
    this.#engine = engine;
    this.#interval = interval;
    void this.look();
  }

  get created(): number {
    return this.order.created;
  }

  /** The parts, and the finisher last; none before the first look. */
  get parts(): readonly ClusterPart[] {
    return this.#report === undefined ? [] : clusterParts(this.#report);
  }

  /** Undefined before the first look. */
  get kind(): ClusterKind | undefined {
    return this.#report === undefined ? undefined : clusterKind(this.parts);
  }

  /** Or nothing can be known of it. */
  get isEnded(): boolean {
    return this.#failure !== undefined || (this.kind !== undefined && this.kind !== 'running');
  }

  /** Why the last look failed; undefined when it did not. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Where its job scripts and logs are; undefined before the first look. */
  get scripts(): string | undefined {
    return this.#report?.folder;
  }

  /** Looks at it now, and from now on until it has ended. */
  look(): Promise<void> {
    clearTimeout(this.#timer);
    this.#looks = 0;
    this.#looking = (this.#looking ?? Promise.resolve()).then(() => this.#look());
    return this.#looking;
  }

  /** Ends its jobs; what is done stays. Throws EngineError. */
  async cancel(): Promise<void> {
    await this.#engine.cancelSubmitted(this.order.plan);
    await this.look();
  }

  /** Submits what is missing. Throws EngineError. */
  async resubmit(): Promise<void> {
    await this.#engine.submit(this.order.plan, this.order.resources);
    await this.folder.unclaim();
    await this.look();
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#changed.dispose();
    this.#ended.dispose();
  }

  async #look(): Promise<void> {
    if (this.#isDisposed) return;
    const before = this.kind;
    const isQueueAsked = this.#looks % ASKED_EACH === 0;
    this.#looks += 1;
    try {
      const report = await this.#engine.followSubmitted(this.order.plan, isQueueAsked);
      const queue = isQueueAsked ? report.queue : (this.#report?.queue ?? null);
      this.#report = { ...report, queue };
      this.#failure = undefined;
    } catch (error) {
      this.#failure = toFailure(error);
    }
    this.#show(before);
  }

  #show(before: ClusterKind | undefined): void {
    if (this.#isDisposed) return;
    const { kind } = this;
    this.#changed.fire();
    if (kind !== undefined && kind !== 'running') {
      if (before !== kind) this.#ended.fire(kind);
      return;
    }
    const wait = this.#failure === undefined ? this.#interval : this.#interval * ASKED_EACH;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#looking = this.#look();
    }, wait);
  }
}
