import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FrameLocator } from 'playwright-core';
import * as z from 'zod';
import { frameOf } from './hostile.ts';

/** The four kinds of themes there are, with the classes that pages get. */
export const THEMES = {
  'Light Modern': 'vscode-light',
  'Dark Modern': 'vscode-dark',
  'Dark High Contrast': 'vscode-high-contrast',
  'Light High Contrast': 'vscode-high-contrast-light',
};

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RUN_AXE = `axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>
  id + ': ' + nodes.map(({ target }) => target.join(' ')).join(' | ')))`;
const violations = z.array(z.string());

/** What axe finds in a page, one text a rule. */
export async function axeProblems(content: FrameLocator): Promise<readonly string[]> {
  const frame = await frameOf(content);
  // Evaluated by the debugger, which the page's policy does not stop.
  await frame.evaluate(axe);
  return violations.parse(await frame.evaluate(RUN_AXE));
}
