// The server half of VS Code, as code-server ships it, on a free port of this machine.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const root = path.resolve(import.meta.dirname, '..');

/** Settings that keep first-run pages, look-ups in the network and animations out of the way. */
const QUIET = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
  // A late reveal of an opened file would undo a multi-selection.
  'explorer.autoReveal': false,
  'files.simpleDialog.enable': true,
  'window.menuBarVisibility': 'compact',
  'chat.commandCenter.enabled': false,
  // What appears below a mouse that rests would be clicked instead of what is there.
  'workbench.hover.delay': 3_600_000,
};

/** @returns {string} the program of the server */
function serverProgram() {
  const home = process.env['CODE_SERVER_DIR'] ?? path.join(root, '.code-server');
  const program = path.join(home, 'node_modules/code-server/lib/vscode/out/server-main.js');
  if (fs.existsSync(program)) return program;
  throw new Error('code-server is not installed: run tools/install-code-server.sh');
}

/**
 * Starts a server with settings and data of its own.
 * @param {{ extensions?: string }} [options] `extensions` is the folder where they are installed; a
 *   new one with none without it
 */
export async function startServer({ extensions } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'workbench-'));
  const user = path.join(folder, 'data/data/User');
  /** Makes the server as new for the next window: with these settings, and nothing remembered. */
  const reset = (settings = {}) => {
    fs.rmSync(path.join(user, 'globalStorage'), { recursive: true, force: true, maxRetries: 5 });
    fs.mkdirSync(user, { recursive: true });
    fs.writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...QUIET, ...settings }));
  };
  reset();
  const child = spawn(
    process.execPath,
    [
      serverProgram(),
      ...['--server-data-dir', path.join(folder, 'data')],
      ...['--extensions-dir', extensions ?? path.join(folder, 'extensions')],
      ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
      ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    ],
    {
      // An empty gallery: nothing is looked up.
      env: { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  /** @type {string[]} */
  const output = [];
  const port = await new Promise((resolve, reject) => {
    const fail = () => {
      reject(new Error(`the server did not start:\n${output.join('\n')}`));
    };
    const timer = setTimeout(fail, 60_000);
    child.once('exit', fail);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        output.push(line);
        const found = /Extension host agent listening on (\d+)/u.exec(line)?.[1];
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(Number(found));
      });
    }
  });
  return {
    reset,
    /** @returns {string} what it printed last */
    log: () => output.slice(-50).join('\n'),
    /**
     * Address of a workbench on this server.
     * @param {string} workspace a folder, or a .code-workspace file
     * @param {readonly (readonly [string, string])[]} [payload] start parameters of the workbench
     */
    url(workspace, payload) {
      const url = new URL(`http://127.0.0.1:${port}/`);
      url.searchParams.set('folder', workspace);
      if (payload !== undefined) url.searchParams.set('payload', JSON.stringify(payload));
      return url.href;
    },
    async stop() {
      process.off('exit', kill);
      if (child.exitCode === null) {
        const timer = setTimeout(kill, 8000);
        child.kill('SIGTERM');
        await once(child, 'exit');
        clearTimeout(timer);
      }
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * @param {string} extensions the folder where extensions are
 * @param {string} vsix
 */
export function installExtension(extensions, vsix) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'workbench-'));
  const places = ['--extensions-dir', extensions, '--server-data-dir', data];
  const args = [serverProgram(), ...places, '--install-extension', vsix, '--force'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  fs.rmSync(data, { recursive: true, force: true });
  if (!stdout.includes('successfully installed')) {
    throw new Error(`${vsix} was not installed:\n${stdout}\n${stderr}`);
  }
}

/**
 * What the workbench calls a path on the server: code-server's authority is always `remote`.
 * @param {string} file
 */
export const remoteUri = (file) => `vscode-remote://remote${path.resolve(file)}`;

/** @returns {string} a Chromium, for playwright */
export function chromiumPath() {
  const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = [process.env['CHROMIUM'], ...known].find(
    (file) => file !== undefined && fs.existsSync(file),
  );
  if (found !== undefined) return found;
  throw new Error('There is no Chromium: install it, or name one in CHROMIUM.');
}

/** Flags without which Chromium does not start in a container. */
export const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-dev-shm-usage'];

/** @returns {string} a new folder with copies of the sample stores and a text file */
export function makeWorkspace() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'workspace-'));
  fs.cpSync(path.join(root, 'media/sample'), folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'notes.txt'), 'Not a store.\n');
  return folder;
}
