import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { digestOrNull } from '../stage.ts';
import { runKilled } from './killed.ts';
import type { End } from './program.ts';
import { quoted, script } from './script.ts';
import { OTHER } from './stage.ts';
import type { Trial } from './trial.ts';

/** What a run may say that came second. */
const REFUSED = new Set(['OutputExists', 'PlanRefused', 'ResumeRefused']);

/** Two runs that want the same place: side by side, or one within a moment of the other. */
export async function raced(trial: Trial): Promise<void> {
  const { random, program, stage } = trial;
  const more = trial.overwriting();
  const [one, other] = [trial.concat(...more), trial.concat(...more, ...OTHER)];
  trial.count('race');
  if (random.next() < 0.6) {
    const seen = path.join(stage.folder, 'seen');
    const within = `${quoted(program.words(other))}; echo $? > ${quoted([seen])}`;
    const end = await program.run(one, { order: trial.orderAt(script(within)) });
    const second = Number(await readFile(seen, 'utf8').catch(() => '1'));
    await judge(trial, end, second);
    return;
  }
  const after = random.next() * stage.took * 0.3;
  const [end, second] = await Promise.all([
    program.run(one),
    new Promise((resolve) => setTimeout(resolve, after)).then(() => program.run(other)),
  ]);
  if (second.code !== 0) judgeRefusal(trial, second);
  await judge(trial, end, second.code);
}

async function judge(trial: Trial, first: End, second: number | null): Promise<void> {
  const { stage, before } = trial;
  if (first.code !== 0) judgeRefusal(trial, first);
  const results = [
    ...(first.code === 0 ? [stage.wholeDigest] : []),
    ...(second === 0 ? [stage.otherDigest] : []),
  ];
  await trial.look('race', results.length === 0 ? [before] : results);
  if (results.length === 0) trial.blame('race: nobody wins');
  await trial.expectNothingElse('race');
}

function judgeRefusal(trial: Trial, { failure, stderr, code, signal }: End): void {
  if (failure?.tag !== undefined && REFUSED.has(failure.tag)) return;
  trial.blame(`race: ${code ?? signal ?? '?'} ${stderr.slice(-2000)}`);
}

/** What a killed run left, which two runs want to continue, or one wants to and another deletes. */
export async function contended(trial: Trial): Promise<void> {
  const { random, program, stage } = trial;
  const first = await runKilled(trial, trial.overwriting());
  if (first.signal === 'SIGKILL') trial.count('kill');
  const resume = trial.concat('--resume', '--overwrite');
  const isDeleted = random.next() < 0.5;
  trial.count(isDeleted ? 'race with deletion' : 'race of resumptions');
  const remove = ['leftovers', trial.folder, '--delete', '--json'];
  const other = isDeleted ? remove : resume;
  const ends =
    random.next() < 0.5
      ? [
          await program.run(resume, {
            order: trial.orderAt(script(quoted(program.words(other)))),
          }),
        ]
      : await Promise.all([program.run(resume), program.run(other)]);
  const [end] = ends;
  for (const { code, failure, stderr } of ends) {
    if (code !== 0 && failure?.tag !== 'ResumeRefused') trial.blame(`contended: ${stderr}`);
  }
  const now = await digestOrNull(trial.output);
  const isDone = end?.code === 0 || (!isDeleted && now === stage.wholeDigest);
  await trial.look('contended', isDone ? [stage.wholeDigest] : [trial.before, stage.wholeDigest]);
  await trial.clean('contended');
}

/** A run beside which others delete what is left, with whatever clock. */
export async function cleaned(trial: Trial): Promise<void> {
  const { random, program, stage } = trial;
  let more = trial.overwriting();
  if (random.next() < 0.5) {
    await runKilled(trial, more);
    more = ['--overwrite'];
  }
  trial.count('deletion beside a run');
  const by = Math.round((random.next() - 0.5) * 2 * 365 * 24 * 3600 * 1000);
  const order = { at: 0, act: { kind: 'clock', by }, leaps: null };
  const remove = quoted(program.words(['leftovers', trial.folder, '--delete', '--json']));
  const within = `FAULTS_ORDER=${quoted([JSON.stringify(order)])} ${remove}`;
  const end = await program.run(trial.concat(...more), { order: trial.orderAt(script(within)) });
  trial.expectDone('deletion beside a run', end);
  await trial.look('deletion beside a run', [stage.wholeDigest]);
  await trial.clean('deletion beside a run');
}
