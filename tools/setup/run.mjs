import { spawn } from 'node:child_process';

/** How npm starts itself again, on every system; plain `npm` where we were not started by it. */
const NPM = process.env['npm_execpath'];
const npmCommand = NPM === undefined ? ['npm'] : [process.execPath, NPM];

/**
 * Runs a program to its end, shows what it prints, and keeps it.
 * @param {readonly [string, ...string[]]} command
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run([program, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const [stream, shown] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        shown.write(text);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Runs npm. */
export const npm = (...args) => run([...npmCommand, ...args]);

/** @throws Error when the program fails */
export async function must(command) {
  const { code } = await run(command);
  if (code !== 0) throw new Error(`${command.join(' ')}: exit ${code}`);
}
