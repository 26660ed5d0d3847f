import type * as vscode from 'vscode';
import type { Engine } from '../engine/client.ts';
import { planLines } from './plan-lines.ts';
import { requestOf } from './request.ts';
import { textResult } from './result.ts';

/** Tells what a concatenation would write, and writes nothing. */
export const planTool = (engine: Engine): vscode.LanguageModelTool<unknown> => ({
  async invoke({ input }, token) {
    return textResult(planLines(await engine.plan(requestOf(input), token)));
  },
});
