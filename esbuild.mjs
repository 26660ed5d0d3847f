import { execFile } from 'node:child_process';
import fs from 'node:fs';
import process from 'node:process';
import { parseArgs, promisify } from 'node:util';
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
const node = {
  ...common,
  platform: 'node',
  target: 'node20',
  // What is short is quicker to start. Names of errors and functions are in the log, and stay as they
  // are: giving them back to what has short ones takes time whenever a function is made.
  minify: false,
  minifyWhitespace: true,
  minifySyntax: true,
};
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
    entryPoints: {
      cli: 'src/cli/main.ts',
      engine: 'src/engine/main.ts',
      job: 'src/engine/job/main.ts',
      api: 'src/api/index.ts',
    },
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
    entryPoints: {
      form: 'webview/form.ts',
      picture: 'webview/picture.ts',
      store: 'webview/store.ts',
    },
    outdir: `${outdir}/webview`,
  },
  {
    ...common,
    entryPoints: {
      form: 'webview/form.css',
      picture: 'webview/picture.css',
      store: 'webview/store.css',
    },
    // The icons are a font.
    loader: { '.ttf': 'file' },
    outdir: `${outdir}/webview`,
  },
];
const isAsked = (name) => names.length === 0 || names.includes(name);
const wanted = builds.filter(({ entryPoints }) => Object.keys(entryPoints).some(isAsked));
fs.rmSync(outdir, { recursive: true, force: true });
await Promise.all(wanted.map((options) => esbuild.build(options)));
if (fs.existsSync(`${outdir}/cli.mjs`)) fs.chmodSync(`${outdir}/cli.mjs`, 0o755);
// HDF5 loads its filter plugins from files at run time.
fs.cpSync('node_modules/h5wasm-plugins/plugins', `${outdir}/plugins`, { recursive: true });
// What a program that imports the package sees; the extension's package has no use for it.
if (!production && isAsked('api')) {
  const generator = 'node_modules/dts-bundle-generator/dist/bin/dts-bundle-generator.js';
  const args = ['--no-check', '--no-banner', '--project', 'tsconfig.json'];
  const run = promisify(execFile);
  const types = `${outdir}/api.d.ts`;
  await run(process.execPath, [generator, ...args, '-o', types, 'src/api/index.ts']);
  // The generator forgets what is imported as a namespace.
  fs.writeFileSync(types, `import * as z from 'zod';\n\n${fs.readFileSync(types, 'utf8')}`);
}
