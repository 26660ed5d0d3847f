import type { RequestType } from 'vscode-jsonrpc';
import type { CancellationToken } from 'vscode';
import type * as z from 'zod';
import type { ClusterReport, QueuedJob, Resources, Submitted } from '../../shared/cluster.ts';
import {
  cancelSubmittedRequest,
  followRequest,
  planPartsRequest,
  submitRequest,
} from '../../shared/cluster-protocol.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Fate, Leftover } from '../../shared/leftover.ts';
import type { ConcatRequest } from '../../shared/options.ts';
import type { Picture, PictureQuery } from '../../shared/picture.ts';
import type { Plan } from '../../shared/plan.ts';
import {
  deleteLeftoverRequest,
  inspectRequest,
  leftoversRequest,
  pictureRequest,
  planRequest,
  stepNotification,
  summaryRequest,
} from '../../shared/protocol.ts';
import type { StoreSummary, TreeNode } from '../../shared/tree.ts';
import type * as allAnswers from './answers.ts';
import { EngineProcess } from './engine-process.ts';
import { EngineError, failureIn } from './failure.ts';

export interface Inspected {
  readonly node: TreeNode;
  readonly children: readonly TreeNode[];
  /** Number of all members, of which `children` are a page. */
  readonly total: number;
}

/** Which members are told: at most `limit` from the one at `start` on. */
export interface Page {
  readonly start: number;
  readonly limit: number;
}

/** What it asks about plans that a cluster carries out; files of plans have absolute paths. */
export interface ClusterEngine {
  /** Saves the plan, too, unless it has errors. @param parts at most */
  planParts(
    request: ConcatRequest,
    parts: number,
    plan: string,
    token?: CancellationToken,
  ): Promise<Plan>;
  submit(plan: string, resources: Resources): Promise<Submitted>;
  followSubmitted(plan: string, isQueueAsked: boolean): Promise<ClusterReport>;
  cancelSubmitted(plan: string): Promise<readonly QueuedJob[]>;
}

/** What it asks about what runs left that were killed. */
export interface LeftoversEngine {
  leftovers(folder: string): Promise<readonly Leftover[]>;
  deleteLeftover(store: string): Promise<Fate>;
}

/** What the rest of the extension asks of the engine. Every call may throw EngineError. */
export interface Engine {
  inspect(path: string, elem: string, page: Page, token?: CancellationToken): Promise<Inspected>;
  summarise(path: string, token?: CancellationToken): Promise<StoreSummary>;
  plan(request: ConcatRequest, token?: CancellationToken): Promise<Plan>;
  /** What a picture is drawn from. */
  picture(query: PictureQuery, token?: CancellationToken): Promise<Picture>;
}

/**
 * Milliseconds that a step may take which reads metadata, and no value of a matrix: many times what
 * it takes on the slowest disk. What takes longer hangs, as a hostile store can make it.
 */
const STEP_LIMIT = 120_000;
/** The same for planning and pictures, which may read values: between two reports of the engine. */
const PLAN_STEP_LIMIT = 10 * 60_000;

/** The engine in its child process: started by the first request, and again after it crashed. */
export class EngineClient implements Engine, ClusterEngine, LeftoversEngine {
  readonly #script: string;
  readonly #log: (line: string) => void;
  readonly #limits: { readonly step: number; readonly planStep: number };
  readonly #timers = new Set<NodeJS.Timeout>();
  #process: EngineProcess | undefined;

  /**
   * @param script path of the engine's program
   * @param limits of steps, in milliseconds
   */
  constructor(
    script: string,
    log: (line: string) => void,
    limits = { step: STEP_LIMIT, planStep: PLAN_STEP_LIMIT },
  ) {
    this.#script = script;
    this.#log = log;
    this.#limits = limits;
  }

  /** Of the child process; undefined while there is none. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  inspect(path: string, elem: string, page: Page, token?: CancellationToken): Promise<Inspected> {
    return this.#request(
      inspectRequest,
      (answers) => answers.inspectedSchema,
      { path, elem, ...page },
      path,
      token,
    );
  }

  summarise(path: string, token?: CancellationToken): Promise<StoreSummary> {
    return this.#request(
      summaryRequest,
      (answers) => answers.storeSummarySchema,
      { path },
      path,
      token,
    );
  }

  plan(request: ConcatRequest, token?: CancellationToken): Promise<Plan> {
    return this.#request(planRequest, (answers) => answers.planSchema, request, null, token);
  }

  picture(query: PictureQuery, token?: CancellationToken): Promise<Picture> {
    return this.#request(pictureRequest, (answers) => answers.pictureSchema, query, null, token);
  }

  leftovers(folder: string): Promise<readonly Leftover[]> {
    return this.#request(
      leftoversRequest,
      (answers) => answers.leftoversSchema,
      { folder },
      folder,
      undefined,
    );
  }

  deleteLeftover(store: string): Promise<Fate> {
    return this.#request(
      deleteLeftoverRequest,
      (answers) => answers.fateSchema,
      { store },
      store,
      undefined,
    );
  }

  planParts(
    request: ConcatRequest,
    parts: number,
    plan: string,
    token?: CancellationToken,
  ): Promise<Plan> {
    return this.#request(
      planPartsRequest,
      (answers) => answers.planSchema,
      { request, parts, plan },
      null,
      token,
    );
  }

  submit(plan: string, resources: Resources): Promise<Submitted> {
    return this.#request(
      submitRequest,
      (answers) => answers.submittedSchema,
      { plan, resources },
      null,
      undefined,
    );
  }

  followSubmitted(plan: string, isQueueAsked: boolean): Promise<ClusterReport> {
    const params = { plan, isQueueAsked };
    return this.#request(
      followRequest,
      (answers) => answers.clusterReportSchema,
      params,
      null,
      undefined,
    );
  }

  cancelSubmitted(plan: string): Promise<readonly QueuedJob[]> {
    return this.#request(
      cancelSubmittedRequest,
      (answers) => answers.queueSchema,
      { plan },
      null,
      undefined,
    );
  }

  /** Ends the child process, if there is one. */
  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  /** @param store whose metadata is read; null where many may be read, or more than that */
  async #request<Params, Result>(
    type: RequestType<Params, Result, Failure>,
    schemaIn: (answers: typeof allAnswers) => z.ZodType<Result>,
    params: Params,
    store: string | null,
    token: CancellationToken | undefined,
  ): Promise<Result> {
    const engine = this.#running();
    const limit = store === null ? this.#limits.planStep : this.#limits.step;
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort();
      // It may not listen any more: then it is killed.
      void engine.stop();
    }, limit);
    this.#timers.add(timer);
    try {
      const answer = await engine.connection.sendRequest(type, params, token);
      // Loaded here, as making schemas takes its time.
      const parsed = schemaIn(await import('./answers.ts')).safeParse(answer);
      if (parsed.success) return parsed.data;
      throw new EngineError(faultOf(parsed.error, undefined), parsed.error);
    } catch (error) {
      if (late.signal.aborted) throw new EngineError(lateness(store, limit), error);
      const failure = failureIn(error);
      if (failure !== undefined) throw new EngineError(failure, error);
      // Not an answer, so the engine is gone, or going: it is ended so that the next one is sound.
      throw new EngineError(faultOf(error, await endOf(engine)), error);
    } finally {
      clearTimeout(timer);
      this.#timers.delete(timer);
    }
  }

  #running(): EngineProcess {
    if (this.#process !== undefined) return this.#process;
    const engine = new EngineProcess(this.#script, this.#log);
    this.#process = engine;
    engine.connection.onNotification(stepNotification, () => {
      for (const timer of this.#timers) timer.refresh();
    });
    void engine.ended.then((end) => {
      this.#log(`engine ${engine.pid ?? ''} ended: ${end}`);
      if (this.#process === engine) this.#process = undefined;
    });
    this.#log(`engine ${engine.pid ?? ''} started`);
    return engine;
  }
}

async function endOf(engine: EngineProcess): Promise<string> {
  void engine.stop();
  return await engine.ended;
}

const lateness = (store: string | null, limit: number): Failure => ({
  tag: 'TimedOut',
  path: store,
  elem: null,
  reason: `no answer within ${limit / 1000} s`,
  detail: null,
});

const faultOf = (error: unknown, end: string | undefined): Failure => ({
  tag: 'Internal',
  path: null,
  elem: null,
  reason:
    end === undefined
      ? 'the engine gave an answer of an unknown form'
      : `the engine ended before it answered (${end}); the next request starts it again`,
  detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
});
