import { ESLint } from 'eslint';
import path from 'node:path';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const BANS = [
  '@typescript-eslint/ban-ts-comment',
  '@typescript-eslint/no-explicit-any',
  '@typescript-eslint/no-non-null-assertion',
  'no-restricted-syntax',
];

// The files do not exist, so what needs their types is left out.
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfig: {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: false } },
    rules: tseslint.configs.disableTypeChecked.rules ?? {},
  },
  ruleFilter: ({ ruleId }) => ruleId.startsWith('boundaries/') || BANS.includes(ruleId),
});

/** The rules that a file of ours with this text would break. */
async function broken(file: string, text: string): Promise<readonly (string | null)[]> {
  const results = await eslint.lintText(text, { filePath: path.join(ROOT, file) });
  return results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
}

const LAYERING = ['boundaries/dependencies'];

describe('layers', () => {
  it.each([
    ['src/core/concat/x.ts', "import { window } from 'vscode';"],
    ['src/core/concat/x.ts', "import type { Uri } from 'vscode';"],
    ['src/core/concat/x.ts', "import { fork } from 'node:child_process';"],
    ['src/core/concat/x.ts', "import { fork } from 'child_process';"],
    ['src/core/concat/x.ts', "import { Worker } from 'node:worker_threads';"],
    ['src/core/concat/x.ts', "import '../../extension/extension.ts';"],
    ['src/core/concat/x.ts', "import '../../engine/main.ts';"],
    ['src/core/concat/x.ts', "import '../../cli/main.ts';"],
    ['src/core/concat/x.ts', "import '../../../test/python.ts';"],
    ['src/core/concat/x.ts', "import { File } from 'h5wasm/node';"],
    ['src/core/concat/x.ts', "import { open } from 'numcodecs';"],
    ['src/core/concat/x.ts', "await import('numcodecs');"],
    ['src/core/concat/x.ts', "type Zarr = import('numcodecs').Blosc;"],
    ['src/core/concat/x.ts', "export * from 'numcodecs';"],
    ['src/core/store/zarr/x.ts', "import { File } from 'h5wasm/node';"],
    ['src/core/store/hdf5/x.ts', "import { Blosc } from 'numcodecs';"],
    ['src/extension/x.ts', "import '../core/index.ts';"],
    ['src/extension/core/x.ts', "import '../../core/index.ts';"],
    ['src/extension/x.ts', "import { File } from 'h5wasm/node';"],
    ['src/extension/x.ts', "import { open } from 'numcodecs';"],
    ['src/extension/x.ts', "import { parser } from '@lezer/python';"],
    ['src/extension/x.ts', "const { open } = require('numcodecs');"],
    ['src/extension/x.ts', "import '@vscode/webview-ui-toolkit';"],
    ['src/engine/x.ts', "import { window } from 'vscode';"],
    ['src/engine/x.ts', "import '../cli/main.ts';"],
    ['src/cli/x.ts', "import '../engine/main.ts';"],
    ['src/cli/x.ts', "import { window } from 'vscode';"],
    ['src/cli/x.ts', "import './fake.test-support.ts';"],
    ['src/api/x.ts', "import '../cli/main.ts';"],
    ['src/api/x.ts', "import { window } from 'vscode';"],
    ['src/cli/x.ts', "import '../api/index.ts';"],
    ['src/core/x.ts', "import '../api/index.ts';"],
    ['src/core/x.ts', "import '../cluster/submit.ts';"],
    ['src/cluster/x.ts', "import '../cli/main.ts';"],
    ['src/cluster/x.ts', "import { window } from 'vscode';"],
    ['src/extension/x.ts', "import '../cluster/submit.ts';"],
    ['src/shared/x.ts', "import '../core/errors.ts';"],
    ['src/shared/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['src/shared/x.ts', "import { window } from 'vscode';"],
    ['webview/x.ts', "import '../src/extension/extension.ts';"],
    ['webview/x.ts', "import '../src/core/errors.ts';"],
    ['webview/x.ts', "import { window } from 'vscode';"],
    ['webview/x.ts', "import '@vscode/webview-ui-toolkit';"],
    ['webview/x.ts', "import { init } from 'echarts/core';"],
    ['webview/x.ts', "import { readFile } from 'node:fs/promises';"],
  ])('%s must not say %s', async (file, text) => {
    expect(await broken(file, text)).toEqual(LAYERING);
  });

  it.each([
    ['src/core/concat/x.ts', "import '../errors.ts'; import '../../shared/options.ts';"],
    [
      'src/core/concat/x.ts',
      "import { readFile } from 'node:fs/promises'; import * as z from 'zod';",
    ],
    ['src/core/store/hdf5/read/x.ts', "import { File } from 'h5wasm/node';"],
    [
      'src/core/store/zarr/x.ts',
      "import { open } from 'yauzl'; import { Blosc } from 'numcodecs';",
    ],
    ['src/extension/x.ts', "import { fork } from 'node:child_process'; import 'vscode';"],
    ['src/extension/x.ts', "import '../shared/options.ts'; import '../../package.json';"],
    ['src/engine/x.ts', "import '../core/index.ts'; import 'vscode-jsonrpc/node';"],
    ['src/cli/x.ts', "await import('../core/index.ts');"],
    ['src/cli/x.ts', "import '../cluster/submit.ts';"],
    ['src/engine/x.ts', "import '../cluster/submit.ts';"],
    [
      'src/cluster/x.ts',
      "import { execFile } from 'node:child_process'; import '../core/errors.ts';",
    ],
    ['src/api/x.ts', "import '../core/index.ts'; import '../shared/options.ts';"],
    ['src/cli/x.test.ts', "import './fake.test-support.ts'; import 'vitest';"],
    ['webview/toolkit.ts', "import '@vscode/webview-ui-toolkit';"],
    ['webview/picture/plot.ts', "import { init } from 'echarts/core';"],
    ['webview/x.ts', "import '../src/shared/options.ts';"],
  ])('%s may say %s', async (file, text) => {
    expect(await broken(file, text)).toEqual([]);
  });

  it('every file belongs to a layer', async () => {
    expect(await broken('src/x.ts', 'export const x = 1;')).toEqual([
      'boundaries/no-unknown-files',
    ]);
  });
});

describe('strictness', () => {
  it.each([
    ['export const x = (y: any): unknown => y;', '@typescript-eslint/no-explicit-any'],
    ['export const x = (y: 1 | null): 1 => y!;', '@typescript-eslint/no-non-null-assertion'],
    ["import { z } from 'zod';\nexport const x = z.string();", 'no-restricted-syntax'],
    ['// @ts-ignore\nexport const x = 1;', '@typescript-eslint/ban-ts-comment'],
    ['// @ts-expect-error as it is\nexport const x = 1;', '@typescript-eslint/ban-ts-comment'],
  ])('refuses %s', async (text, rule) => {
    for (const file of ['src/core/x.ts', 'webview/x.ts', 'test/x.ts', 'src/core/x.test.ts'])
      expect(await broken(file, text)).toEqual([rule]);
  });

  it('lets no comment switch a rule off', async () => {
    const text = '/* eslint-disable */\nexport const x = (y: any): unknown => y;';
    expect(await broken('src/core/x.ts', text)).toContain('@typescript-eslint/no-explicit-any');
  });
});
