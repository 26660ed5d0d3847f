import type { Act } from './order.ts';
import type { End } from './program.ts';
import type { Trial } from './trial.ts';

const KILL: Act = { kind: 'signals', names: ['SIGKILL'], gap: 1 };

/** A run that is killed at one of its calls, or at some moment. */
export function runKilled(trial: Trial, more: readonly string[]): Promise<End> {
  const { random, program, stage } = trial;
  const args = trial.concat(...more);
  if (random.next() < 0.8) return program.run(args, { order: trial.orderAt(KILL, true) });
  const after = random.next() * stage.took;
  return program.run(args, {
    meanwhile: (child) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), after);
      child.once('exit', () => {
        clearTimeout(timer);
      });
    },
  });
}

/** Killed once or more, resumed after each, and in the end resumed, begun anew or given up. */
export async function killed(trial: Trial): Promise<void> {
  const { random, program, stage } = trial;
  const rounds = 1 + random.below(3);
  let more = trial.overwriting();
  for (let round = 0; round < rounds; round++) {
    const end = await runKilled(trial, more);
    const how = `killed ${round + 1}`;
    if (end.signal === 'SIGKILL') trial.count('kill');
    else trial.expectDone(how, end);
    await trial.look(how, end.signal === null ? [stage.wholeDigest] : outcomes(trial));
    more = ['--resume', '--overwrite'];
  }
  const way = random.next();
  if (way < 0.6) {
    trial.expectDone('resumed', await program.run(trial.concat('--resume', '--overwrite')));
    await trial.look('resumed', [stage.wholeDigest]);
  } else if (way < 0.8) {
    trial.expectDone('begun anew', await program.run(trial.concat('--overwrite')));
    await trial.look('begun anew', [stage.wholeDigest]);
  }
  await trial.clean('killed');
  await trial.look('deleted', way < 0.8 ? [stage.wholeDigest] : outcomes(trial));
}

const outcomes = ({ before, stage }: Trial): readonly (string | null)[] => [
  before,
  stage.wholeDigest,
];
