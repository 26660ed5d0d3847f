import * as vscode from 'vscode';
import type * as z from 'zod';
import { describeIssues } from '../../shared/issues.ts';
import { printable } from '../../shared/words/index.ts';

/** Lines for a model. Names in stores are written by strangers: nothing in them acts. */
export const textResult = (lines: readonly string[]): vscode.LanguageModelToolResult => {
  const text = lines.map(printable).join('\n');
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
};

/** Input of a tool; throws an Error that tells a model what to change. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new Error(`The input is not valid: ${describeIssues(parsed.error)}`);
  return parsed.data;
}

/** The first `limit` lines, and how many there are besides. */
export const bounded = (lines: readonly string[], limit: number): readonly string[] =>
  lines.length <= limit ? lines : [...lines.slice(0, limit), `(and ${lines.length - limit} more)`];
