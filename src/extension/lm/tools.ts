import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { inspectTool } from './inspect-tool.ts';
import { planTool } from './plan-tool.ts';
import { runTool } from './run-tool.ts';

/** Registers the tools for language models that package.json contributes. */
export const registerTools = ({ engine, jobs }: App): readonly vscode.Disposable[] => [
  vscode.lm.registerTool('inspect_anndata', inspectTool(engine)),
  vscode.lm.registerTool('plan_concat', planTool(engine)),
  vscode.lm.registerTool(
    'run_concat',
    runTool({
      engine,
      isTrusted: () => vscode.workspace.isTrusted,
      start: (request) => jobs.start(request, false),
    }),
  ),
];
