import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { requestSchema } from '../../shared/options.ts';
import { createFolder } from './folder.ts';
import { AT_ONCE, Queue, type Queued } from './queue.ts';

const JOBS = 200;

/** A job whose process does nothing for a moment. */
interface Made extends Queued {
  readonly number: number;
  isEnded: boolean;
}

it('starts two hundred jobs of two windows in their order, few at a time, each once', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'queue-'));
  try {
    const request = requestSchema.parse({ inputs: [{ path: 'a' }], output: 'o.h5ad', options: {} });
    const jobs: Made[] = [];
    for (let number = 0; number < JOBS; number++) {
      const order = { version: 1, created: 1000 + number, request, resume: false } as const;
      const folder = await createFolder(root, order);
      jobs.push({ folder, number, created: order.created, isEnded: false });
    }
    const started: number[] = [];
    let working = 0;
    let most = 0;
    const windows: Queue<Made>[] = [];
    const done = new Promise<void>((resolve) => {
      const start = (job: Made): Promise<void> => {
        started.push(job.number);
        working += 1;
        most = Math.max(most, working);
        const child = spawn('sleep', ['0.01'], { stdio: 'ignore' });
        void once(child, 'exit').then(() => {
          working -= 1;
          job.isEnded = true;
          for (const window of windows) void window.look();
          if (started.length === JOBS && working === 0) resolve();
        });
        return Promise.resolve();
      };
      windows.push(new Queue(() => jobs, start), new Queue(() => jobs, start));
      for (const window of windows) void window.look();
    });
    await done;
    expect([...new Set(started)]).toHaveLength(JOBS);
    expect(started).toHaveLength(JOBS);
    // Two windows that look at the same moment may each take the room that they see.
    expect(most).toBeLessThanOrEqual(2 * AT_ONCE);
    const ordered = started.every((number, i) => Math.abs(number - i) < 4 * AT_ONCE);
    expect(ordered).toBe(true);
  } finally {
    await rm(root, { recursive: true });
  }
});

it('does not start what was decided otherwise, as by being cancelled', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'queue-'));
  try {
    const request = requestSchema.parse({ inputs: [{ path: 'a' }], output: 'o.h5ad', options: {} });
    const folder = await createFolder(root, { version: 1, created: 0, request, resume: false });
    expect(await folder.isStarted()).toBe(false);
    const started: Queued[] = [];
    const queue = new Queue<Queued>(
      () => [{ folder, created: 0, isEnded: false }],
      (job) => {
        started.push(job);
        return Promise.resolve();
      },
    );
    expect(await folder.claimStart()).toBe(true);
    await queue.look();
    expect(await folder.isStarted()).toBe(true);
    expect(started).toEqual([]);
  } finally {
    await rm(root, { recursive: true });
  }
});
