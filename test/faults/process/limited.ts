import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Act } from './order.ts';
import type { End } from './program.ts';
import { quoted, script } from './script.ts';
import type { Trial } from './trial.ts';

/** Something that the system denies a run, in a mount namespace of its own. */
interface Limit {
  readonly kind: string;
  /** Shell, before the run. The output goes to the folder `m`, inputs are in `i`. */
  readonly setup: string;
  /** Shell, in the process that becomes the run. */
  readonly limits?: string;
  /** Happens within the run. */
  readonly act?: Act;
  /** What an error names. */
  readonly cause: RegExp;
  /** Nothing can be removed any more. */
  readonly isFinal?: boolean;
}

const DISK = 'mount -t tmpfs tmpfs m; old';

function draw({ random, stage }: Trial): Limit {
  const bytes = Math.ceil(random.next() * 1.2 * stage.bytes);
  const kilobytes = Math.ceil(bytes / 1024);
  switch (random.below(9)) {
    case 0:
    case 1: {
      const setup = `mount -t tmpfs -o size=${4 + kilobytes}k tmpfs m`;
      return { kind: 'small disk', setup, cause: /ENOSPC|C006/u };
    }
    case 2: {
      const setup = `mount -t tmpfs -o size=64m,nr_inodes=${2 + random.below(60)} tmpfs m`;
      return { kind: 'few inodes', setup, cause: /ENOSPC|C006/u };
    }
    case 3:
      return { kind: 'file size', setup: 'old', limits: `ulimit -f ${kilobytes}`, cause: /EFBIG/u };
    case 4: {
      // Refused while a file is open for writing, and between two of them not.
      const act = script('mount -o remount,ro m');
      return { kind: 'remounted read-only', setup: DISK, act, cause: /EROFS|C005/u, isFinal: true };
    }
    case 5: {
      const act = script('umount -l m');
      return { kind: 'output unmounted', setup: DISK, act, cause: /ENOENT/u, isFinal: true };
    }
    case 6: {
      const act = script(`chmod ${random.pick(['0', '500'])} m`);
      const cause = /EACCES|EPERM|C005/u;
      return { kind: 'output forbidden', setup: 'old', act, cause, isFinal: true };
    }
    case 7: {
      const act = script('umount -l i');
      return { kind: 'input unmounted', setup: 'old', act, cause: /ENOENT|C002/u };
    }
    default: {
      const act = script('chmod 0 i');
      return { kind: 'input forbidden', setup: 'old', act, cause: /EACCES|C002/u };
    }
  }
}

/** For root without that which makes it pass all permissions. What is at the output comes to the folder. */
const around = ({ setup, limits = ':' }: Limit, old: string): string => `
old() { ${old}; }
mkdir m i || exit 99
mount -t tmpfs tmpfs i && cp -a ../in/. i/ || exit 99
${setup}
( ${limits}
  setpriv --bounding-set=-dac_override,-dac_read_search "$@" )
code=$?
chmod 700 m i
cp -a m/. . || exit 99
umount -l i m 2> /dev/null
rm -r i m
exit $code`;

/** A run that the system denies something, from its beginning or from some call on. */
export async function limited(trial: Trial): Promise<void> {
  const { program, stage, folder, output } = trial;
  const limit = draw(trial);
  const { kind, setup, act } = limit;
  trial.count(kind);
  await rm(output, { recursive: true, force: true });
  const name = path.basename(output);
  const hasOld = trial.hasOld && setup.includes('old');
  const old = hasOld ? `cp -a ${quoted([stage.old])} m/${name}` : ':';
  const inputs = stage.inputs.map((input) => path.join(folder, 'i', path.basename(input)));
  const args = ['concat', ...inputs, ...stage.args, '-o', path.join(folder, 'm', name), '--json'];
  const end = await program.run([...args, ...trial.overwriting()], {
    prefix: ['unshare', '--map-root-user', '--mount', 'bash', '-c', around(limit, old), 'bash'],
    cwd: folder,
    order: act && trial.orderAt(act),
  });
  judge(trial, limit, end);
  const { oldDigest, wholeDigest } = stage;
  const isGone = kind === 'output unmounted';
  const before = hasOld && !isGone ? oldDigest : null;
  await trial.look(kind, end.code === 0 && !isGone ? [wholeDigest] : [before, wholeDigest]);
  if (limit.isFinal !== true) await trial.expectNothingElse(kind);
}

function judge(trial: Trial, { kind, cause }: Limit, { code, signal, stderr, failure }: End): void {
  if (code === 0) return;
  const how = `${kind}: ends with ${code ?? signal ?? '?'}: ${stderr.slice(-600)}`;
  if (code !== 1) trial.blame(how);
  else if (failure?.tag === 'Internal') trial.blame(`not an error of ours: ${how}`);
  // A refused plan is told by its findings, which are of the output or name an input.
  else if (failure?.tag !== 'PlanRefused' && !stderr.includes(trial.folder))
    trial.blame(`names no file: ${how}`);
  else if (!cause.test(stderr)) trial.blame(`does not name ${cause.source}: ${how}`);
}
