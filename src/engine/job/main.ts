import { hostname } from 'node:os';
import { compileLate } from '../../core/compile-late.ts';
import * as core from '../../core/index.ts';
import { JobFolder } from './folder.ts';
import { runJob } from './run-job.ts';

/**
 * The process of one job: `job.mjs FOLDER`. It belongs to nobody: it goes on when the window, the
 * extension host or the connection that it was started over is gone.
 */
const log = (text: string): void => {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`);
};
// A full disk has no room for the log; that must not end a job.
process.stderr.on('error', () => undefined);

compileLate();
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  log('A job is started by AnnData Concat, with the folder of its order.');
  process.exit(2);
}

const controller = new AbortController();
const cancel = (name: string): void => {
  log(`asked to end by ${name}`);
  controller.abort();
};
process.on('SIGINT', cancel);
process.on('SIGTERM', cancel);
// The terminal or the connection is gone, which is what jobs survive.
process.on('SIGHUP', () => undefined);

const fault = new Promise<never>((_resolve, reject) => {
  process.on('uncaughtException', (error) => {
    log(`uncaught: ${error.stack ?? error.message}`);
    controller.abort();
    reject(error);
  });
});
fault.catch(() => undefined);

const outcome = await runJob(new JobFolder(folder, log), core, controller, {
  self: { pid: process.pid, host: hostname() },
  log,
  fault,
});
process.exit(outcome.kind === 'done' ? 0 : 1);
