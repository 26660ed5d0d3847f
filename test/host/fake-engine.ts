import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { ResponseError } from 'vscode-jsonrpc';
import { inspectRequest, summaryRequest } from '../../src/shared/protocol.ts';
import type { Failure } from '../../src/shared/failure.ts';

/**
 * An engine that does what the path it is given says, to see how the client takes it. It speaks
 * the protocol of the real one and reads no file.
 */
const connection = createMessageConnection(
  new IPCMessageReader(process),
  new IPCMessageWriter(process),
);
const failure = (tag: Failure['tag'], path: string): ResponseError<Failure> =>
  new ResponseError(-32000, tag, { tag, path, elem: null, reason: null, detail: null });

connection.onRequest(summaryRequest, async ({ path }, token) => {
  if (path === 'crash') process.exit(7);
  // Not even the end of its parent is noticed.
  if (path === 'stuck') for (;;);
  if (path === 'missing') return failure('StoreNotFound', path);
  if (path === 'endless') {
    await new Promise<void>((resolve) => {
      // One that is cancelled before it gets here has no event.
      if (token.isCancellationRequested) resolve();
      token.onCancellationRequested(() => {
        resolve();
      });
    });
    return failure('Cancelled', path);
  }
  return {
    path,
    format: 'h5ad' as const,
    generation: '0.8' as const,
    bytes: process.pid,
    nObs: 1,
    nVars: 1,
    X: null,
    layers: [],
    obsm: [],
    hasMoreBytes: false,
    hasRaw: false,
  };
});

/** Answers with the names of its environment as children, which a client cannot see otherwise. */
connection.onRequest(inspectRequest, ({ path }) => {
  const node = {
    path: '',
    name: path,
    encoding: 'anndata',
    dtype: null,
    shape: null,
    nnz: null,
    categories: null,
    ordered: null,
    chunks: null,
    filters: [],
    bytes: null,
    value: process.execArgv.join(' '),
    hasChildren: true,
    isIndex: false,
    problem: null,
  };
  if (path === 'malformed') return { node: { ...node, bytes: -1 }, children: [], total: 0 };
  const children = Object.keys(process.env).map((name) => ({ ...node, name }));
  return { node, children, total: children.length };
});

process.on('disconnect', () => process.exit(0));
connection.listen();
