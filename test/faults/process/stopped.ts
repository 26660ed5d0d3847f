import type { Trial } from './trial.ts';

const NAMES = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Asked to end, once or several times in a row, at some of its calls or at some moment. */
export async function stopped(trial: Trial): Promise<void> {
  const { random, program, stage } = trial;
  const names = Array.from({ length: 1 + random.below(3) }, () => random.pick(NAMES));
  const args = trial.concat(...trial.overwriting());
  const how = names.join(' ');
  const end =
    random.next() < 0.7
      ? await program.run(args, {
          order: trial.orderAt({ kind: 'signals', names, gap: 1 + random.below(20) }),
        })
      : await program.run(args, {
          meanwhile: (child) => {
            const at = random.next() * stage.took;
            const timers = names.map((name, i) => setTimeout(() => child.kill(name), at + i * 20));
            child.once('exit', () => {
              for (const timer of timers) clearTimeout(timer);
            });
          },
        });
  for (const name of names) trial.count(name);
  if (end.code === 0) {
    await trial.look(how, [stage.wholeDigest]);
  } else {
    // Before the program listens to signals, the system ends it.
    const isEarly = end.code === null && names.some((name) => name === end.signal);
    if (end.code !== 130 && !isEarly) trial.expectDone(how, end);
    if (end.code === 130 && end.failure?.tag !== 'Cancelled') trial.blame(`${how}: ${end.stderr}`);
    await trial.look(how, [trial.before]);
  }
  await trial.expectNothingElse(how);
}
