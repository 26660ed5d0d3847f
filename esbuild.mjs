import fs from 'node:fs';
import * as esbuild from 'esbuild';

const production = process.argv.includes('--production');
const common = {
  bundle: true,
  sourcemap: production ? false : 'linked',
  minify: production,
  logLevel: 'warning',
};
const node = { ...common, platform: 'node', target: 'node20' };
// Bundled CommonJS dependencies call require(), which ES modules lack.
const banner = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

const builds = [
  {
    ...node,
    format: 'cjs',
    entryPoints: { extension: 'src/extension/extension.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
  },
  {
    ...node,
    format: 'esm',
    entryPoints: { cli: 'src/cli/main.ts', engine: 'src/engine/main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    banner,
  },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: { form: 'webview/form.ts' },
    outdir: 'dist/webview',
  },
];
fs.rmSync('dist', { recursive: true, force: true });
await Promise.all(builds.map((options) => esbuild.build(options)));
