import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { must } from './run.mjs';

const CODE_SERVER = '.code-server/node_modules/code-server/lib/vscode';
const CHROMIUMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @returns {string | null} what is missing on this machine, or null */
export function findHdf5Tools() {
  const isThere = ['h5dump', 'h5stat', 'h5repack', 'h5ls'].every(
    (tool) => spawnSync(tool, ['--version']).status === 0,
  );
  return isThere
    ? null
    : 'the HDF5 tools (Debian, Ubuntu: apt install hdf5-tools; macOS: brew install hdf5)';
}

/** @returns {string | null} what is missing on this machine, or null */
export function findSlurm() {
  const isThere = ['slurmctld', 'slurmd', 'munged', 'sbatch', 'squeue', 'scancel', 'sinfo'].every(
    // Without a configuration, some say nothing.
    (tool) => spawnSync(tool, ['-V']).error === undefined,
  );
  return isThere && process.getuid?.() === 0
    ? null
    : 'root, and Slurm with munge (Debian, Ubuntu: apt install slurm-wlm munge)';
}

/** @returns {string | null} what is missing on this machine, or null */
export function findChromium() {
  const isThere = [process.env['CHROMIUM'], ...CHROMIUMS].some(
    (file) => file !== undefined && fs.existsSync(file),
  );
  return isThere
    ? null
    : 'Chromium or Chrome (Debian: apt install chromium), or its path in CHROMIUM';
}

/**
 * Installs code-server, the workbench that tests run in.
 * @returns {Promise<string | null>} what is missing on this machine, or null
 */
export async function ensureCodeServer() {
  if (process.env['CODE_SERVER_DIR'] !== undefined) return null;
  if (process.platform !== 'linux') {
    return 'Linux (elsewhere: node tools/run-desktop-tests.mjs, in a desktop VS Code)';
  }
  // The last things that are installed.
  const ripgrep = `${CODE_SERVER}/node_modules/@vscode/ripgrep/bin/rg`;
  const terminals = `${CODE_SERVER}/node_modules/node-pty/build/Release/pty.node`;
  if (![ripgrep, terminals].every((file) => fs.existsSync(file))) {
    await must(['bash', 'tools/install-code-server.sh']);
  }
  return fs.existsSync(terminals)
    ? null
    : 'make and a compiler of C++, for terminals (Debian: apt install make g++)';
}
