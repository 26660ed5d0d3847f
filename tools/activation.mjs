// `npm run build && node tools/activation.mjs`: processor time that VS Code waits for when the
// extension starts: its code is read, run, and `activate` called. VS Code itself is a stub, so that
// this is ours alone; processor time, so that other programs do not count. The median of new processes.
import { spawnSync } from 'node:child_process';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

const PROGRAM = path.resolve(import.meta.dirname, '../dist/extension.cjs');
const RUNS = 15;
/** What of the API is used; esbuild copies what a module has. */
const NAMES =
  'CustomExecution EventEmitter FileType MarkdownString ProcessExecution ProgressLocation RelativePattern StatusBarAlignment Task ThemeColor ThemeIcon TreeItem TreeItemCollapsibleState Uri ViewColumn commands env extensions l10n languages lm notebooks tasks window workspace';

/** Anything: has every member, can be called and constructed, and none of it does anything. */
function anything() {
  const members = new Map([['then', undefined]]);
  return new Proxy(class {}, {
    get: (target, key) => {
      if (key === Symbol.toPrimitive || key === 'fsPath') return key === 'fsPath' ? '' : () => '';
      if (key === 'prototype') return target.prototype;
      if (!members.has(key)) members.set(key, anything());
      return members.get(key);
    },
    set: (_, key, value) => Boolean(members.set(key, value)),
    apply: anything,
    construct: anything,
  });
}

function measure() {
  const vscode = Object.fromEntries(NAMES.split(' ').map((name) => [name, anything()]));
  const load = Module._load;
  Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
  const context = { subscriptions: [], workspaceState: { get: () => undefined } };
  const before = process.cpuUsage();
  createRequire(import.meta.url)(PROGRAM).activate(context);
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000);
  process.exit();
}

if (process.argv.includes('--once')) measure();
const times = Array.from({ length: RUNS }, () => {
  const args = [import.meta.filename, '--once'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}).sort((a, b) => a - b);
console.log(
  `${times[Math.floor(RUNS / 2)].toFixed(0)} ms of processor time, at least ${times[0].toFixed(0)}`,
);
