import { readFile } from 'node:fs/promises';
import { ResponseError } from 'vscode-jsonrpc/node';
import { walkStore } from '../../src/cli/walk.ts';
import type * as core from '../../src/core/inspect/inspection.ts';
import { failureSchema, type Failure } from '../../src/shared/failure.ts';
import type { ConcatRequest } from '../../src/shared/options.ts';
import { isRunnable } from '../../src/shared/plan.ts';
import {
  inspectRequest,
  planRequest,
  runRequest,
  summaryRequest,
} from '../../src/shared/protocol.ts';
import { type Engine, startEngine } from '../support/engine.ts';

/** How long the engine may take for a request about a small store. */
const PATIENCE = 30_000;
/** MiB that the process may take: its floor, the default budget, and what a WebAssembly heap grows by. */
const MEMORY = 640;

/** What the engine did with a store. */
export type Reaction =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'violation'; readonly what: string };

/** An engine that is given bad stores, and is replaced when one of them has broken it. */
export class Subject {
  readonly #script: string;
  #engine: Engine | null = null;

  /** @param script the built engine */
  constructor(script: string) {
    this.#script = script;
  }

  close(): void {
    this.#engine?.child.kill('SIGKILL');
    this.#engine = null;
  }

  /** Looks at all of a store, plans with it, and runs the plan when it may be run. */
  async expose(bad: string, good: string, request: ConcatRequest): Promise<readonly Reaction[]> {
    const { connection } = (this.#engine ??= startEngine(this.#script));
    const openInspection: typeof core.openInspection = (path) => {
      const inspect: core.Inspection['inspect'] = (elem) =>
        this.#reply(connection.sendRequest(inspectRequest, { path, elem }));
      return Promise.resolve({ inspect, close: () => Promise.resolve() });
    };
    const reactions = [
      await this.#react(async () => {
        await this.#reply(connection.sendRequest(summaryRequest, { path: bad }));
        return 'done';
      }),
      await this.#react(async () => {
        await walkStore(openInspection, bad);
        return 'done';
      }),
      await this.#react(async () => {
        const plan = await this.#reply(connection.sendRequest(planRequest, request));
        if (!isRunnable(plan)) return 'refused';
        await this.#reply(connection.sendRequest(runRequest, { job: 'fuzz', request }));
        return 'done';
      }),
    ];
    // Whatever it has read, the next store must be read as if nothing had been.
    const next = await this.#react(async () => {
      await this.#reply(connection.sendRequest(summaryRequest, { path: good }));
      return 'done';
    });
    if (next.kind === 'failed') {
      reactions.push({
        kind: 'violation',
        what: `then a good store: ${next.failure.detail ?? ''}`,
      });
    } else if (next.kind === 'violation') reactions.push(next);
    const memory = await this.#memory();
    if (memory > MEMORY) reactions.push({ kind: 'violation', what: `takes ${memory} MiB` });
    if (reactions.some(({ kind }) => kind === 'violation')) this.close();
    return reactions;
  }

  async #react(action: () => Promise<'done' | 'refused'>): Promise<Reaction> {
    try {
      return { kind: await action() };
    } catch (error) {
      if (error instanceof ResponseError) {
        const failure = failureSchema.safeParse(error.data);
        if (failure.success) return { kind: 'failed', failure: failure.data };
      }
      return { kind: 'violation', what: String(error) };
    }
  }

  /** @throws Error when the engine dies or stays silent */
  async #reply<T>(response: Promise<T>): Promise<T> {
    const engine = this.#engine;
    if (engine === null) throw new Error('the engine is gone');
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error('the engine hangs'));
      }, PATIENCE);
    });
    const death = engine.ended.then(async () => {
      throw new Error(`the engine died: ${(await engine.log).slice(-2000)}`);
    });
    try {
      return await Promise.race([response, silence, death]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The most that the process has taken, in MiB; 0 where the system does not say. */
  async #memory(): Promise<number> {
    const pid = this.#engine?.child.pid;
    const status = await readFile(`/proc/${pid ?? 0}/status`, 'utf8').catch(() => '');
    return Math.round(Number(/VmHWM:\s+(\d+)/u.exec(status)?.[1] ?? 0) / 1024);
  }
}
