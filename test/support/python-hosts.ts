import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { GENERATIONS, interpreter, type PythonHosts } from '../python.ts';

/** What vitest calls before the tests of a suite; the answer it calls behind them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pythons-'));
  const there = GENERATIONS.filter((generation) => existsSync(interpreter(generation)));
  const pythonHosts: PythonHosts = {};
  const started = there.map(async (generation) => {
    const place = path.join(folder, generation);
    pythonHosts[generation] = place;
    return startHost(interpreter(generation), place);
  });
  const hosts = await Promise.all(started);
  project.provide('pythonHosts', pythonHosts);
  return async () => {
    await Promise.all(hosts.map((stop) => stop()));
    await rm(folder, { recursive: true });
  };
}

async function startHost(program: string, place: string): Promise<() => Promise<void>> {
  const host = spawn(program, [path.join(import.meta.dirname, 'fork-scripts.py'), place], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A process of several threads must not be forked.
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' },
  });
  const ended = once(host, 'exit');
  await Promise.race([once(host.stdout, 'data'), ended]);
  return async () => {
    host.stdin.end();
    await ended;
  };
}
