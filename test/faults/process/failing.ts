import type { Act } from './order.ts';
import type { Trial } from './trial.ts';

const CODES = ['EDQUOT', 'ENOSPC', 'EIO', 'EROFS', 'EACCES', 'EFBIG', 'ESTALE'] as const;

/** All writing fails from some call on, as where a quota is used up or a server is gone. */
export async function failing(trial: Trial): Promise<void> {
  const { random, program, stage } = trial;
  const code = random.pick(CODES);
  trial.count(code);
  const order = trial.orderAt({ kind: 'fails', code });
  const end = await program.run(trial.concat(...trial.overwriting()), { order });
  const { failure, stderr } = end;
  if (end.code === 0) {
    await trial.look(code, [stage.wholeDigest]);
    return;
  }
  if (failure?.tag === 'Internal' || !stderr.includes(code) || !stderr.includes(stage.folder)) {
    trial.blame(`${code}: ends with ${end.code ?? '?'}: ${stderr.slice(-600)}`);
  }
  await trial.look(code, [trial.before, stage.wholeDigest]);
  await trial.clean(code);
}

/** The clock is set, and jumps within the run. */
export async function clocked(trial: Trial): Promise<void> {
  const { random, program, stage } = trial;
  trial.count('clock');
  const act: Act = { kind: 'clock', by: (random.next() - 0.5) * 2 * 365 * 24 * 3600 * 1000 };
  const end = await program.run(trial.concat(...trial.overwriting()), {
    order: trial.orderAt(act, true),
  });
  trial.expectDone('clock', end);
  await trial.look('clock', [stage.wholeDigest]);
  await trial.expectNothingElse('clock');
}
