import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { must } from './run.mjs';

const FOLDER = '.venv';
const REQUIREMENTS = 'test/requirements.txt';
/** A copy of the requirements that were installed. */
const STAMP = path.join(FOLDER, 'installed.txt');
const PYTHON = path.resolve(
  FOLDER,
  process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python',
);
const CANDIDATES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python'];

/**
 * Makes a virtual environment in .venv with the packages that judge our results.
 * @returns {Promise<string | null>} what is missing on this machine, or null
 */
export async function ensurePython() {
  if (process.env['ANNDATA_PYTHON'] !== undefined) return null;
  const requirements = fs.readFileSync(REQUIREMENTS, 'utf8');
  if (fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === requirements) return null;
  if (!fs.existsSync(PYTHON)) {
    const python = CANDIDATES.find(isRecent);
    if (python === undefined) {
      return 'Python 3.11 or newer with its venv module (Debian, Ubuntu: apt install python3-venv)';
    }
    await must([python, '-m', 'venv', FOLDER]);
  }
  await must([PYTHON, '-m', 'pip', 'install', '--quiet', '-r', REQUIREMENTS]);
  fs.writeFileSync(STAMP, requirements);
  return null;
}

function isRecent(python) {
  const script = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';
  return spawnSync(python, ['-c', script]).status === 0;
}
