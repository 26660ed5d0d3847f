// npm run bench [-- SCENARIO … --size N --runs N]: the built command line beside anndata and cp.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { npm } from './setup/run.mjs';

const FOLDER = 'test/bench';
const python = process.env['ANNDATA_PYTHON'] ?? path.resolve('.venv/bin/python');

const { code } = await npm('run', '--silent', 'build');
if (code !== 0) process.exit(code);
if (spawnSync(python, ['-c', 'import dask.array']).status !== 0) {
  run('-m', 'pip', 'install', '--quiet', '-r', `${FOLDER}/requirements.txt`);
}
run(`${FOLDER}/bench.py`, ...process.argv.slice(2));

function run(...args) {
  const { status } = spawnSync(python, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
