/**
 * MiB for the JavaScript heap of a process of ours. Its large buffers lie outside of the heap and are
 * counted by the engine itself; this bounds what a hostile store can make it hold besides.
 */
const HEAP_LIMIT = 1024;

/** Not the flags of the extension host, such as those of its debugger. */
export const FLAGS: readonly string[] = [`--max-old-space-size=${HEAP_LIMIT}`];

/** All that they get to know of the environment: where programs, home and temporary files are. */
const PASSED_ON = ['PATH', 'HOME', 'USERPROFILE', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG'];

/** What the commands of a cluster's scheduler go by; not what they prove themselves with. */
const OF_SCHEDULER = /^(SLURM_CONF|SBATCH_[A-Z_]+)$/u;

/**
 * The environment of a process of ours. `process.execPath` is Electron on a desktop, which
 * ELECTRON_RUN_AS_NODE turns into node, and node itself on a server.
 */
export function environment(): NodeJS.ProcessEnv {
  const names = [
    ...PASSED_ON,
    ...Object.keys(process.env).filter((name) => OF_SCHEDULER.test(name)),
  ];
  const passedOn = names.map((name) => [name, process.env[name]] as const);
  return {
    ...Object.fromEntries(passedOn.filter(([, value]) => value !== undefined)),
    ELECTRON_RUN_AS_NODE: '1',
  };
}
