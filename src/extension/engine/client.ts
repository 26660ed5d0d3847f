import type { RequestType } from 'vscode-jsonrpc';
import type { CancellationToken } from 'vscode';
import { z } from 'zod';
import type { Failure } from '../../shared/failure.ts';
import type { ConcatRequest } from '../../shared/options.ts';
import { planSchema, type Plan } from '../../shared/plan.ts';
import { inspectRequest, planRequest, summaryRequest } from '../../shared/protocol.ts';
import {
  storeSummarySchema,
  treeNodeSchema,
  type StoreSummary,
  type TreeNode,
} from '../../shared/tree.ts';
import { EngineProcess } from './engine-process.ts';
import { EngineError, failureIn } from './failure.ts';

const inspectedSchema = z.strictObject({ node: treeNodeSchema, children: z.array(treeNodeSchema) });

export interface Inspected {
  readonly node: TreeNode;
  readonly children: readonly TreeNode[];
}

/** What the rest of the extension asks of the engine. Every call may throw EngineError. */
export interface Engine {
  inspect(path: string, elem: string, token?: CancellationToken): Promise<Inspected>;
  summarise(path: string, token?: CancellationToken): Promise<StoreSummary>;
  plan(request: ConcatRequest, token?: CancellationToken): Promise<Plan>;
}

/** The engine in its child process: started by the first request, and again after it crashed. */
export class EngineClient implements Engine {
  readonly #script: string;
  readonly #log: (line: string) => void;
  #process: EngineProcess | undefined;

  /** @param script path of the engine's program */
  constructor(script: string, log: (line: string) => void) {
    this.#script = script;
    this.#log = log;
  }

  /** Of the child process; undefined while there is none. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  inspect(path: string, elem: string, token?: CancellationToken): Promise<Inspected> {
    return this.#request(inspectRequest, inspectedSchema, { path, elem }, token);
  }

  summarise(path: string, token?: CancellationToken): Promise<StoreSummary> {
    return this.#request(summaryRequest, storeSummarySchema, { path }, token);
  }

  plan(request: ConcatRequest, token?: CancellationToken): Promise<Plan> {
    return this.#request(planRequest, planSchema, request, token);
  }

  /** Ends the child process, if there is one. */
  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  async #request<Params, Result>(
    type: RequestType<Params, Result, Failure>,
    schema: z.ZodType<Result>,
    params: Params,
    token: CancellationToken | undefined,
  ): Promise<Result> {
    const engine = this.#running();
    try {
      return schema.parse(await engine.connection.sendRequest(type, params, token));
    } catch (error) {
      const failure = failureIn(error);
      if (failure !== undefined) throw new EngineError(failure, error);
      // Not an answer, so the engine is gone, or going: it is ended so that the next one is sound.
      const end = error instanceof z.ZodError ? undefined : await endOf(engine);
      throw new EngineError(faultOf(error, end), error);
    }
  }

  #running(): EngineProcess {
    if (this.#process !== undefined) return this.#process;
    const engine = new EngineProcess(this.#script, this.#log);
    this.#process = engine;
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
