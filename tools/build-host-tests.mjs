// Bundles test/host for the extension host, which loads CommonJS, and the engine and the scheduler
// that it plays with.
import fs from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { root } from './workbench-server.mjs';

export const outdir = path.join(root, 'test-output/host');
/** What the extension host is to load. */
export const entry = path.join(outdir, 'index.cjs');

export async function buildHostTests() {
  fs.rmSync(outdir, { recursive: true, force: true });
  const common = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
    outdir,
  };
  await esbuild.build({
    ...common,
    format: 'cjs',
    entryPoints: ['test/host/index.ts', 'test/host/fake-engine.ts', 'test/host/fake-slurm.ts'],
    outExtension: { '.js': '.cjs' },
    external: ['vscode', 'mocha'],
  });
}
