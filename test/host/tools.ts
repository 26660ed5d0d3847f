import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { runTool } from '../../src/extension/lm/run-tool.ts';
import { requestSchema, type ConcatRequest } from '../../src/shared/options.ts';
import { planSchema } from '../../src/shared/plan.ts';
import { workspace } from './contributions.ts';

export const tools = (): void => {
  suite('tools for language models', () => {
    const concat = { inputs: [{ path: 'pbmc_part1.h5ad', key: 'a' }], output: 'tool.h5ad' };
    const output = vscode.Uri.joinPath(workspace(), 'tool.h5ad');

    const textOf = ({ content }: vscode.LanguageModelToolResult): string =>
      content
        .map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : ''))
        .join('');
    const invoke = async (name: string, input: object): Promise<string> =>
      textOf(await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }));

    test('are there by their names', () => {
      const names = vscode.lm.tools.map(({ name }) => name);
      for (const name of ['inspect_anndata', 'plan_concat', 'run_concat']) {
        assert.ok(names.includes(name), name);
      }
    });

    test('inspect_anndata tells what is in a store, and in an element', async () => {
      const store = await invoke('inspect_anndata', { path: 'pbmc_part1.h5ad' });
      assert.match(store, /234 × 600 \(cells × variables\)/u);
      assert.match(store, /^- obsm: /mu);
      const obs = await invoke('inspect_anndata', { path: 'pbmc_part1.h5ad', elem: 'obs' });
      assert.match(obs, /^- obs\/louvain: categorical/mu);
    });

    test('inspect_anndata says why a store cannot be read', async () => {
      await assert.rejects(invoke('inspect_anndata', { path: 'gone.h5ad' }), /gone\.h5ad/u);
    });

    test('plan_concat tells what would be lost, and writes nothing', async () => {
      const text = await invoke('plan_concat', concat);
      assert.match(text, /This plan can be run/u);
      assert.match(text, /warning C050/u);
      await assert.rejects(async () => await vscode.workspace.fs.stat(output));
    });

    test('run_concat writes in a job of its own', async () => {
      // VS Code agrees to what it would ask the person, while tests run.
      assert.match(await invoke('run_concat', concat), /^Concatenated 1 store into .*tool\.h5ad/u);
      assert.ok((await vscode.workspace.fs.stat(output)).size > 0);
      await vscode.workspace.fs.delete(output);
    });

    const started: ConcatRequest[] = [];
    const toolWith = (plan: { readonly isRunnable: boolean; readonly isTrusted: boolean }) =>
      runTool({
        engine: {
          plan: (request) => Promise.resolve(planOf(request, plan.isRunnable)),
        },
        isTrusted: () => plan.isTrusted,
        start: (request) => {
          started.push(request);
          const result = { output: request.output, nObs: 1, nVars: 1, bytes: 1, seconds: 1 };
          return Promise.resolve({
            cancel: () => Promise.resolve(),
            ended: Promise.resolve({ kind: 'done', at: 0, result } as const),
          });
        },
      });
    const { token } = new vscode.CancellationTokenSource();
    const run = async (tool: vscode.LanguageModelTool<unknown>): Promise<string> => {
      const result = await tool.invoke({ input: concat, toolInvocationToken: undefined }, token);
      assert.ok(result);
      return textOf(result);
    };

    test('run_concat asks first, and names what it writes as text', async () => {
      const tool = toolWith({ isRunnable: true, isTrusted: true });
      const input = { ...concat, output: '[x](command:y).h5ad' };
      const prepared = await tool.prepareInvocation?.({ input }, token);
      assert.ok(prepared?.confirmationMessages);
      const { message } = prepared.confirmationMessages;
      assert.ok(message instanceof vscode.MarkdownString);
      assert.match(message.value, /Writes/u);
      assert.doesNotMatch(message.value, /\[x\]\(command:y\)/u);
      assert.notEqual(message.isTrusted, true);
    });

    test('run_concat runs what is planned', async () => {
      assert.match(
        await run(toolWith({ isRunnable: true, isTrusted: true })),
        /Concatenated 1 st/u,
      );
      assert.equal(started.at(-1)?.output, output.fsPath);
    });

    test('run_concat gives a plan with errors back, and writes nothing without trust', async () => {
      const before = started.length;
      const refused = await run(toolWith({ isRunnable: false, isTrusted: true }));
      assert.match(refused, /^Nothing was written\.[\s\S]*error C001/u);
      await assert.rejects(run(toolWith({ isRunnable: true, isTrusted: false })), /not trusted/u);
      assert.equal(started.length, before);
    });
  });
};

const planOf = (request: ConcatRequest, isRunnable: boolean) => {
  const finding = { code: 'C001', severity: 'error', input: null, elem: null, facts: {} };
  return planSchema.parse({
    kind: 'anndata-concat-plan',
    version: 1,
    request: requestSchema.parse(request),
    output: { path: request.output, format: 'h5ad' },
    inputs: [],
    result: null,
    elems: [],
    findings: isRunnable ? [] : [{ ...finding, count: null, examples: [], fixes: [] }],
    estimate: { outputBytes: 1, memoryBytes: 1, freeBytes: null },
  });
};
