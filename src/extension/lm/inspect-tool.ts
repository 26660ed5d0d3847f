import type * as vscode from 'vscode';
import type { TreeNode } from '../../shared/tree.ts';
import { inspectInputSchema } from '../../shared/tools.ts';
import { formatBytes, formatDtype, formatShape } from '../../shared/words/index.ts';
import type { Engine } from '../engine/client.ts';
import { absoluteOf } from './paths.ts';
import { bounded, parseInput, textResult } from './result.ts';

/** Elements that a model is told of. */
const LIMIT = 300;

/** Tells what is in a store, or in one of its elements, from metadata alone. */
export const inspectTool = (engine: Engine): vscode.LanguageModelTool<unknown> => ({
  async invoke({ input }, token) {
    const { path, elem } = parseInput(inspectInputSchema, input);
    const store = absoluteOf(path);
    const page = { start: 0, limit: LIMIT };
    const { node, children, total } = await engine.inspect(store, elem, page, token);
    const head = elem === '' ? await summaryLines(engine, store, token) : [`- ${describe(node)}`];
    return textResult([
      ...head,
      ...children.map((child) => `- ${describe(child)}`),
      ...(total > children.length ? [`(and ${total - children.length} more)`] : []),
    ]);
  },
});

async function summaryLines(
  engine: Engine,
  store: string,
  token: vscode.CancellationToken,
): Promise<readonly string[]> {
  const summary = await engine.summarise(store, token);
  const { nObs, nVars, format, bytes, hasMoreBytes, X, layers, obsm, hasRaw } = summary;
  const size = `${hasMoreBytes ? 'at least ' : ''}${formatBytes(bytes)}`;
  return [
    `${store}: ${formatShape([nObs, nVars])} (cells × variables), ${format}, ${size}`,
    X === null ? 'There is no X.' : `X: ${X.encoding} ${formatDtype(X.dtype)}`,
    `layers: ${bounded(layers, LIMIT).join(', ') || 'none'}`,
    `obsm: ${bounded(obsm, LIMIT).join(', ') || 'none'}`,
    `raw: ${hasRaw ? 'yes' : 'no'}`,
  ];
}

function describe(node: TreeNode): string {
  const { encoding, dtype, shape, nnz, categories, value, problem } = node;
  const parts = [
    encoding,
    formatDtype(dtype),
    formatShape(shape),
    nnz === null ? '' : `${nnz} stored entries`,
    categories === null ? '' : `${categories} categories`,
    value === null ? '' : `= ${value.slice(0, LIMIT)}`,
    problem === null ? '' : `cannot be read: ${problem}`,
  ];
  return `${node.path === '' ? '/' : node.path}: ${parts.filter((part) => part !== '').join(' ')}`;
}
