// npm run demo: builds, and concatenates the real sample stores as a mapping of named stores.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { npm } from './setup/run.mjs';

const CLI = 'dist/cli.mjs';
const FOLDER = 'test-output/demo';
const OUTPUT = `${FOLDER}/pbmc.h5ad`;
const STORES = [
  'donor_a=media/sample/pbmc_part1.h5ad',
  'donor_b=media/sample/pbmc_part2.h5ad',
  'donor_c=media/sample/pbmc_part3.zarr',
];
const OPTIONS = ['--join', 'outer', '--label', 'donor', '--index-unique', '-', '--merge', 'first'];

await ensureNodeModules();
const { code } = await npm('run', '--silent', 'build');
if (code !== 0) process.exit(code);
fs.rmSync(FOLDER, { recursive: true, force: true });
fs.mkdirSync(FOLDER, { recursive: true });

show('plan', ...STORES, '--out', OUTPUT, ...OPTIONS);
show('concat', ...STORES, '--out', OUTPUT, ...OPTIONS);
console.log(`
The result is ${path.resolve(OUTPUT)}.
In Python: anndata.read_h5ad(${JSON.stringify(path.resolve(OUTPUT))})
In VS Code:
  npm run package
  code --install-extension anndata-concat.vsix
  code ${path.resolve('media/sample')}
then select the two .h5ad files in the Explorer, right-click, "Concatenate AnnData Stores…".`);

/** Runs our command line, with the command shown. */
function show(...args) {
  console.log(`\n$ anndata-concat ${args.join(' ')}`);
  const { status } = spawnSync(process.execPath, [CLI, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
