import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import * as esbuild from 'esbuild';
import * as z from 'zod';
import { build } from '../../support/build.ts';
import { CALLS, ORDER, type Order } from './order.ts';

/** How a child process ended. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it told of its failure; null when it told none. */
  readonly failure: Failure | null;
  readonly stdout: string;
  /** All that it wrote on standard error. */
  readonly stderr: string;
}

const lineSchema = z.object({
  type: z.string(),
  tag: z.string().optional(),
  path: z.string().nullish(),
  reason: z.string().nullish(),
  detail: z.string().nullish(),
  code: z.string().optional(),
});
export type Failure = z.infer<typeof lineSchema>;

interface Manner {
  readonly order?: Order | undefined;
  /** Where the names of its calls of the file system go. */
  readonly calls?: string;
  /** Words before the command, as of another program that starts it. */
  readonly prefix?: readonly string[];
  readonly cwd?: string;
  readonly meanwhile?: (child: ChildProcess) => void;
}

/** The built command line, with what brings about faults in its process. */
export class Program {
  readonly cli: string;
  readonly preload: string;
  readonly remove: () => Promise<void>;

  private constructor(cli: string, preload: string, remove: () => Promise<void>) {
    this.cli = cli;
    this.preload = preload;
    this.remove = remove;
  }

  static async build(): Promise<Program> {
    const built = await build();
    const folder = await mkdtemp(path.join(tmpdir(), 'faults-program-'));
    const preload = path.join(folder, 'child.mjs');
    await esbuild.build({
      entryPoints: [path.join(import.meta.dirname, 'child.ts')],
      outfile: preload,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
    });
    return new Program(built.cli, preload, async () => {
      await built.remove();
      await rm(folder, { recursive: true });
    });
  }

  /** The words of a command. */
  words(args: readonly string[]): readonly string[] {
    return [process.execPath, '--import', this.preload, this.cli, ...args];
  }

  /** Runs the command line to its end. */
  async run(args: readonly string[], manner: Manner = {}): Promise<End> {
    const { order, calls, prefix = [], cwd, meanwhile } = manner;
    const [command = '', ...rest] = [...prefix, ...this.words(args)];
    const env = {
      ...process.env,
      ...(order === undefined ? {} : { [ORDER]: JSON.stringify(order) }),
      ...(calls === undefined ? {} : { [CALLS]: calls }),
    };
    const child = spawn(command, rest, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const closed = once(child, 'close');
    meanwhile?.(child);
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    const lines = stderr.split('\n').flatMap((line) => (line.startsWith('{') ? [parse(line)] : []));
    const failure = lines.find(({ type }) => type === 'failure') ?? null;
    return { code: child.exitCode, signal: child.signalCode, failure, stdout, stderr };
  }

  /** A run that nothing happens to: its calls of the file system, and the bytes of its result. */
  async unbroken(
    args: readonly string[],
    folder: string,
  ): Promise<{ readonly calls: readonly string[]; readonly bytes: number }> {
    const place = path.join(folder, 'calls');
    const { code, stdout, stderr } = await this.run(args, { calls: place });
    if (code !== 0) throw new Error(`does not run: ${stderr}`);
    const { bytes } = z.object({ bytes: z.number() }).parse(JSON.parse(stdout));
    return { calls: z.array(z.string()).parse(JSON.parse(await readFile(place, 'utf8'))), bytes };
  }
}

const parse = (line: string): Failure => lineSchema.parse(JSON.parse(line));
