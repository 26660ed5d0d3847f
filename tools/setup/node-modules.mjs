import fs from 'node:fs';
import { npm } from './run.mjs';

/** Installs what package-lock.json says, unless just that is installed. */
export async function ensureNodeModules() {
  if (isInstalled()) return;
  const { code } = await npm('ci', '--no-audit', '--no-fund');
  if (code !== 0) throw new Error('npm ci failed');
}

/** Whether node_modules holds the locked version of everything that this machine needs. */
function isInstalled() {
  const locked = packagesOf('package-lock.json');
  const installed = packagesOf('node_modules/.package-lock.json');
  return Object.entries(locked).every(
    ([place, { version, optional }]) =>
      place === '' || optional === true || installed[place]?.version === version,
  );
}

/** @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesOf(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).packages : {};
}
