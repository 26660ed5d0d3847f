import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { hostname, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from 'vitest';

const run = promisify(execFile);

/** Parts that may run at the same time, whatever the machine has. */
const CPUS = 4;
/** Milliseconds in which the daemons are ready, or never. */
const PATIENCE = 60_000;
/** Milliseconds that a daemon gets to end. */
const GRACE = 5000;

/** A real Slurm of one node on loopback, with a folder of its own. */
export interface Slurm {
  /** What its commands have to know. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs one of its commands. @returns what it printed */
  call(command: string, ...args: readonly string[]): Promise<string>;
  /** Resolves when no job is in its queue any more. */
  idle(): Promise<void>;
  /** Ends its jobs and daemons, and removes what they wrote. */
  stop(): Promise<void>;
}

/** Slurm for the tests of a file. */
export function useSlurm(): Omit<Slurm, 'stop'> {
  let slurm: Slurm | undefined;
  beforeAll(async () => {
    slurm = await startSlurm();
  });
  afterAll(() => slurm?.stop());
  const started = (): Slurm => {
    if (slurm === undefined) throw new Error('Slurm runs not before the first test');
    return slurm;
  };
  return {
    get env() {
      return started().env;
    },
    call: (command, ...args) => started().call(command, ...args),
    idle: () => started().idle(),
  };
}

/**
 * Starts munge, the controller and the node as our children, without systemd, control groups and
 * a database. Needs root, and slurm-wlm and munge of Debian.
 * @throws Error with their logs when they are not ready in time
 */
export async function startSlurm(): Promise<Slurm> {
  const folder = await mkdtemp(path.join(tmpdir(), 'slurm-'));
  const daemons: Daemon[] = [];
  const conf = path.join(folder, 'slurm.conf');
  const env = { ...process.env, SLURM_CONF: conf };
  const call = async (command: string, ...args: readonly string[]): Promise<string> =>
    (await run(command, [...args], { env })).stdout.trim();
  const idle = async (): Promise<void> => {
    while ((await call('squeue', '--noheader', '--format=%i')) !== '') await pause(100);
  };
  const stop = async (): Promise<void> => {
    // What a node has started outlives its daemon.
    if (daemons.length === DAEMONS) await endJobs(call, idle);
    for (const daemon of daemons.reverse()) await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await configure(folder, conf);
    daemons.push(
      await Daemon.start('munged', mungeFlags(folder), env, folder),
      await Daemon.start('slurmctld', ['-D', '-c', '-i'], env, folder),
      await Daemon.start('slurmd', ['-D', '-c'], env, folder),
    );
    await ready(call, daemons);
  } catch (error) {
    const logs = await Promise.all(daemons.map((daemon) => daemon.log()));
    await stop();
    throw new Error(`Slurm did not start:\n${logs.join('\n')}`, { cause: error });
  }
  return { env, call, idle, stop };
}

const DAEMONS = 3;

type Call = Slurm['call'];

async function configure(folder: string, conf: string): Promise<void> {
  for (const name of ['state', 'spool', 'munge']) {
    // munge refuses a folder that others may write to.
    await mkdir(path.join(folder, name), { mode: 0o755 });
  }
  await writeFile(path.join(folder, 'munge', 'key'), randomBytes(1024), { mode: 0o600 });
  await writeFile(path.join(folder, 'cgroup.conf'), 'CgroupAutomount=no\n');
  const [controller, node] = await freePorts(2);
  const host = hostname().split('.')[0] ?? 'localhost';
  const memory = Math.floor((totalmem() / 2 ** 20) * 0.8);
  const settings = [
    'ClusterName=test',
    `SlurmctldHost=${host}(127.0.0.1)`,
    'AuthType=auth/munge',
    `AuthInfo=socket=${socketOf(folder)}`,
    'CredType=cred/munge',
    'SlurmUser=root',
    'SlurmdUser=root',
    `SlurmctldPort=${controller}`,
    `SlurmdPort=${node}`,
    // The machine is what we say it is.
    'SlurmdParameters=config_overrides',
    `StateSaveLocation=${folder}/state`,
    `SlurmdSpoolDir=${folder}/spool`,
    `SlurmctldPidFile=${folder}/slurmctld.pid`,
    `SlurmdPidFile=${folder}/slurmd.pid`,
    // What it starts writes there, too.
    `SlurmdLogFile=${folder}/slurmd.log`,
    'MailProg=/bin/true',
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'JobAcctGatherType=jobacct_gather/none',
    'AccountingStorageType=accounting_storage/none',
    'JobCompType=jobcomp/none',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_Core_Memory',
    'SchedulerType=sched/backfill',
    'SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0',
    'MpiDefault=none',
    'SwitchType=switch/none',
    'ReturnToService=2',
    'KillWait=2',
    'MaxArraySize=1001',
    `NodeName=${host} NodeAddr=127.0.0.1 CPUs=${CPUS} RealMemory=${memory} State=UNKNOWN`,
    `PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP`,
  ];
  await writeFile(conf, `${settings.join('\n')}\n`);
}

const socketOf = (folder: string): string => path.join(folder, 'munge', 'socket');

const mungeFlags = (folder: string): readonly string[] => [
  '--foreground',
  '--force',
  `--key-file=${folder}/munge/key`,
  `--socket=${socketOf(folder)}`,
  `--pid-file=${folder}/munge/pid`,
  `--log-file=${folder}/munge/log`,
  `--seed-file=${folder}/munge/seed`,
];

async function ready(call: Call, daemons: readonly Daemon[]): Promise<void> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const dead = daemons.find(({ isRunning }) => !isRunning);
    if (dead !== undefined) throw new Error(`${dead.name} ended`);
    const state = await call('sinfo', '--noheader', '--format=%T').catch(String);
    if (state === 'idle') return;
    if (performance.now() > end) throw new Error(`the node is ${state}`);
    await pause(100);
  }
}

async function endJobs(call: Call, idle: () => Promise<void>): Promise<void> {
  const end = async (): Promise<void> => {
    await call('scancel', '--state=PENDING', '--user=root');
    await call('scancel', '--signal=KILL', '--full', '--user=root');
    await idle();
  };
  await Promise.race([end().catch(() => undefined), pause(GRACE)]);
}

/** Asks for so many at once, so that they differ. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(async (server) => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return portOf(server.address());
    }),
  );
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('it has no port');
  return address.port;
}

/** A daemon in the foreground: it ends with us, whatever happens. */
class Daemon {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #log: string;
  readonly #ended: Promise<unknown>;
  readonly #kill = (): void => {
    this.#child.kill('SIGKILL');
  };

  private constructor(name: string, child: ChildProcess, log: string) {
    this.name = name;
    this.#child = child;
    this.#log = log;
    this.#ended = new Promise((resolve) => {
      child.once('exit', resolve);
      child.once('error', resolve);
    });
    process.once('exit', this.#kill);
  }

  static async start(
    name: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    folder: string,
  ): Promise<Daemon> {
    const file = path.join(folder, `${name}.log`);
    const log = await open(file, 'a');
    const child = spawn(name, [...args], { env, stdio: ['ignore', log.fd, log.fd] });
    const daemon = new Daemon(name, child, file);
    await log.close();
    return daemon;
  }

  get isRunning(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null;
  }

  log(): Promise<string> {
    return readFile(this.#log, 'utf8').catch(String);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(this.#kill, GRACE);
    await this.#ended;
    clearTimeout(timer);
    process.off('exit', this.#kill);
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
