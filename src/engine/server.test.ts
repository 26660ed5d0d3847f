import { PassThrough } from 'node:stream';
import {
  CancellationTokenSource,
  createMessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { afterEach, expect, it } from 'vitest';
import { CancelledError, NotAnnDataError, throwIfCancelled } from '../core/errors.ts';
import { failureSchema } from '../shared/failure.ts';
import { requestSchema } from '../shared/options.ts';
import type { Plan } from '../shared/plan.ts';
import type { Progress, RunResult } from '../shared/progress.ts';
import {
  inspectRequest,
  planRequest,
  progressNotification,
  runRequest,
  summaryRequest,
} from '../shared/protocol.ts';
import type { Requests } from './requests.ts';
import { serve, type Core } from './server.ts';

const request = requestSchema.parse({
  inputs: [{ path: 'a.h5ad' }],
  output: 'out.h5ad',
  options: { join: 'outer' },
});
const result: RunResult = { output: 'out.h5ad', nObs: 3, nVars: 2, bytes: 10, seconds: 1 };
const plan: Plan = {
  kind: 'anndata-concat-plan',
  version: 1,
  request,
  output: { path: 'out.h5ad', format: 'h5ad' },
  inputs: [],
  result: null,
  elems: [],
  findings: [],
  estimate: { outputBytes: 0, memoryBytes: 0, freeBytes: null },
};

/** Rejects when the signal is aborted, as a block loop of the core does; else never settles. */
const untilAborted = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new CancelledError());
    });
  });

/** `begun` is resolved by `begin()`. */
function beginning(): { begin: () => void; begun: Promise<void> } {
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  return { begin, begun };
}

const refuse = (): Promise<never> => Promise.reject(new Error('not part of this test'));

const opened: MessageConnection[] = [];
afterEach(() => {
  for (const connection of opened.splice(0)) connection.dispose();
});

/** A client and a server over two streams; the core's functions are those given. */
function connect(core: Partial<Core>): { client: MessageConnection; requests: Requests } {
  const up = new PassThrough();
  const down = new PassThrough();
  const open = (input: PassThrough, output: PassThrough): MessageConnection => {
    const connection = createMessageConnection(
      new StreamMessageReader(input),
      new StreamMessageWriter(output),
    );
    opened.push(connection);
    return connection;
  };
  const server = open(up, down);
  const client = open(down, up);
  const requests = serve(
    server,
    {
      prepareConcat: refuse,
      openInspection: refuse,
      summariseStore: refuse,
      summarisePicture: refuse,
      listLeftovers: refuse,
      deleteLeftover: refuse,
      readPartsState: refuse,
      ...core,
    },
    () => undefined,
  );
  server.listen();
  client.listen();
  return { client, requests };
}

/** The Failure with which a request was rejected. */
async function failureOf(response: Promise<unknown>): Promise<unknown> {
  const error: unknown = await response.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof ResponseError ? failureSchema.parse(error.data) : error;
}

it('answers inspect and summary with what the core tells', async () => {
  const summary = {
    path: 'a.h5ad',
    format: 'h5ad',
    generation: '0.8',
    bytes: 1,
    nObs: 3,
    nVars: 2,
    X: null,
    layers: [],
    obsm: [],
    hasMoreBytes: false,
    hasRaw: false,
  } as const;
  const node = {
    path: 'obs',
    name: 'obs',
    encoding: 'dataframe',
    dtype: null,
    shape: [3, 1],
    nnz: null,
    categories: null,
    ordered: null,
    chunks: null,
    filters: [],
    bytes: null,
    value: null,
    hasChildren: false,
    isIndex: false,
    problem: null,
  } as const;
  const { client } = connect({
    summariseStore: (path) => Promise.resolve({ ...summary, path }),
    openInspection: () =>
      Promise.resolve({
        inspect: (elem, { start = 0, limit = 9 } = {}) =>
          Promise.resolve({ node: { ...node, path: elem }, children: [], total: start + limit }),
        close: () => Promise.resolve(),
      }),
  });
  expect(await client.sendRequest(summaryRequest, { path: 'b.h5ad' })).toEqual({
    ...summary,
    path: 'b.h5ad',
  });
  expect(await client.sendRequest(inspectRequest, { path: 'b.h5ad', elem: 'var' })).toEqual({
    node: { ...node, path: 'var' },
    children: [],
    total: 9,
  });
  const page = { path: 'b.h5ad', elem: 'var', start: 1000, limit: 500 };
  expect(await client.sendRequest(inspectRequest, page)).toMatchObject({ total: 1500 });
});

it('plans without running, and closes the inputs', async () => {
  const calls: string[] = [];
  const { client } = connect({
    prepareConcat: (received) => {
      calls.push(`prepare ${received.options.join}`);
      return Promise.resolve({
        plan,
        run: refuse,
        close: () => {
          calls.push('close');
          return Promise.resolve();
        },
      });
    },
  });
  expect(await client.sendRequest(planRequest, request)).toEqual(plan);
  expect(calls).toEqual(['prepare outer', 'close']);
});

it('runs, throttles progress and names its job', async () => {
  const { client } = connect({
    prepareConcat: () =>
      Promise.resolve({
        plan,
        run: (context) => {
          for (let done = 0; done <= 1000; done += 1) {
            context?.onProgress?.({ phase: 'write', elem: 'X', done, total: 1000 });
          }
          return Promise.resolve(result);
        },
        close: () => Promise.resolve(),
      }),
  });
  const seen: { readonly job: string; readonly progress: Progress }[] = [];
  client.onNotification(progressNotification, (params) => seen.push(params));
  expect(await client.sendRequest(runRequest, { job: 'j1', request })).toEqual(result);
  expect(new Set(seen.map(({ job }) => job))).toEqual(new Set(['j1']));
  expect(seen.at(0)?.progress.done).toBe(0);
  expect(seen.at(-1)?.progress.done).toBe(1000);
  expect(seen.length).toBeLessThan(100);
});

it('turns cancellation into an aborted signal, and closes the inputs', async () => {
  let closed = false;
  const { begin, begun } = beginning();
  const { client } = connect({
    prepareConcat: () =>
      Promise.resolve({
        plan,
        run: (context) => {
          begin();
          return untilAborted(context?.signal);
        },
        close: () => {
          closed = true;
          return Promise.resolve();
        },
      }),
  });
  const source = new CancellationTokenSource();
  const answer = failureOf(client.sendRequest(runRequest, { job: 'j', request }, source.token));
  await begun;
  source.cancel();
  expect(await answer).toMatchObject({ tag: 'Cancelled' });
  expect(closed).toBe(true);
});

it('aborts the signal of a request that is cancelled before it is read', async () => {
  const { client } = connect({
    summariseStore: (_path, context) => {
      throwIfCancelled(context?.signal);
      return untilAborted(context?.signal);
    },
  });
  const early = new CancellationTokenSource();
  const answer = client.sendRequest(summaryRequest, { path: 'a' }, early.token);
  early.cancel();
  expect(await failureOf(answer)).toMatchObject({ tag: 'Cancelled' });
});

it('answers an error with its Failure, and a fault of ours as Internal', async () => {
  const { client } = connect({
    summariseStore: (path) => Promise.reject(new NotAnnDataError({ path, reason: 'no obs' })),
    openInspection: () => {
      throw new TypeError('oops');
    },
  });
  expect(await failureOf(client.sendRequest(summaryRequest, { path: 'x' }))).toMatchObject({
    tag: 'NotAnnData',
    path: 'x',
    reason: 'no obs',
  });
  expect(
    await failureOf(client.sendRequest(inspectRequest, { path: 'x', elem: '' })),
  ).toMatchObject({ tag: 'Internal', reason: 'oops' });
});

it.each([
  ['summary', { path: 7 }],
  ['summary', { path: 'a', more: 1 }],
  ['inspect', { path: 'a' }],
  ['inspect', { path: 'a', elem: '', start: -1 }],
  ['inspect', { path: 'a', elem: '', limit: 0 }],
  ['plan', { ...request, options: { ...request.options, join: 'left' } }],
  ['run', { job: '', request }],
])('refuses bad parameters of %s', async (method, params) => {
  const { client } = connect({});
  expect(await failureOf(client.sendRequest(method, params))).toMatchObject({
    tag: 'UsageInvalid',
  });
});

it('answers what hangs when a fault is reported', async () => {
  const { begin, begun } = beginning();
  const { client, requests } = connect({
    summariseStore: () => {
      begin();
      return new Promise(() => undefined);
    },
  });
  const answer = failureOf(client.sendRequest(summaryRequest, { path: 'a' }));
  await begun;
  requests.fail(new Error('from a callback'));
  expect(await answer).toMatchObject({ tag: 'Internal', reason: 'from a callback' });
  expect(await failureOf(client.sendRequest(summaryRequest, { path: 'b' }))).toMatchObject({
    tag: 'Internal',
  });
});

it('stops by cancelling and waiting for the clean-up', async () => {
  let cleaned = false;
  const { begin, begun } = beginning();
  const { client, requests } = connect({
    summariseStore: async (_path, context) => {
      begin();
      try {
        return await untilAborted(context?.signal);
      } finally {
        await new Promise((resolve) => setTimeout(resolve, 20));
        cleaned = true;
      }
    },
  });
  const answer = failureOf(client.sendRequest(summaryRequest, { path: 'a' }));
  await begun;
  await requests.stop();
  expect(cleaned).toBe(true);
  expect(await answer).toMatchObject({ tag: 'Cancelled' });
});
