import fs from 'node:fs';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';

// `node esbuild.mjs [--production] [--outdir DIR] [NAME …]`: the builds that have an entry point of
// one of these names, all without a name.
const {
  values: { production, outdir },
  positionals: names,
} = parseArgs({
  allowPositionals: true,
  options: {
    production: { type: 'boolean', default: false },
    outdir: { type: 'string', default: 'dist' },
  },
});
const common = {
  bundle: true,
  sourcemap: production ? false : 'linked',
  minify: production,
  logLevel: 'warning',
};
// Names of errors and functions are in the log.
const node = { ...common, platform: 'node', target: 'node20', keepNames: true };
// Bundled CommonJS dependencies call require(), which ES modules lack.
const banner = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

const builds = [
  {
    ...node,
    format: 'cjs',
    entryPoints: { extension: 'src/extension/extension.ts' },
    outdir,
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
  },
  {
    ...node,
    format: 'esm',
    entryPoints: { cli: 'src/cli/main.ts', engine: 'src/engine/main.ts' },
    outdir,
    outExtension: { '.js': '.mjs' },
    // The command line loads the core when it is needed.
    splitting: true,
    banner,
  },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: { form: 'webview/form.ts', style: 'webview/style.css' },
    // The icons are a font.
    loader: { '.ttf': 'file' },
    outdir: `${outdir}/webview`,
  },
];
const wanted = builds.filter(
  ({ entryPoints }) => names.length === 0 || names.some((name) => name in entryPoints),
);
fs.rmSync(outdir, { recursive: true, force: true });
await Promise.all(wanted.map((options) => esbuild.build(options)));
if (fs.existsSync(`${outdir}/cli.mjs`)) fs.chmodSync(`${outdir}/cli.mjs`, 0o755);
// HDF5 loads its filter plugins from files at run time.
fs.cpSync('node_modules/h5wasm-plugins/plugins', `${outdir}/plugins`, { recursive: true });
