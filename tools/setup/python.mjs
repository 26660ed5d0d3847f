import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { must } from './run.mjs';

const REQUIREMENTS = 'test/requirements.txt';
const GENERATIONS = 'test/generations/requirements';
const BIN = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';
const CANDIDATES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python'];
const MISSING =
  'Python 3.11 or newer with its venv module (Debian, Ubuntu: apt install python3-venv)';

/**
 * Makes a virtual environment in .venv with the packages that judge our results.
 * @returns {Promise<string | null>} what is missing on this machine, or null
 */
export async function ensurePython() {
  if (process.env['ANNDATA_PYTHON'] !== undefined) return null;
  return ensureEnvironment('.venv', REQUIREMENTS, CANDIDATES);
}

/**
 * Makes a virtual environment for each earlier anndata that has a list of requirements, as
 * .venv-0.8. Their packages run on Python 3.11 alone.
 * @returns {Promise<string | null>} what is missing on this machine, or null
 */
export async function ensureGenerations() {
  for (const file of fs.readdirSync(GENERATIONS)) {
    const folder = `.venv-${path.basename(file, '.txt')}`;
    const lacks = await ensureEnvironment(folder, path.join(GENERATIONS, file), [
      'python3.11',
      'python3',
    ]);
    if (lacks !== null) return lacks;
  }
  return null;
}

/** @returns {Promise<string | null>} what is missing on this machine, or null */
async function ensureEnvironment(folder, file, candidates) {
  const requirements = fs.readFileSync(file, 'utf8');
  // A copy of the requirements that were installed.
  const stamp = path.join(folder, 'installed.txt');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === requirements) return null;
  const python = path.resolve(folder, BIN);
  if (!fs.existsSync(python)) {
    const maker = candidates.find(isRecent);
    if (maker === undefined) return MISSING;
    await must([maker, '-m', 'venv', folder]);
  }
  await must([python, '-m', 'pip', 'install', '--quiet', '-r', file]);
  fs.writeFileSync(stamp, requirements);
  return null;
}

function isRecent(python) {
  const script = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';
  return spawnSync(python, ['-c', script]).status === 0;
}
