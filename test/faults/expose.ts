import { readdirSync, readlinkSync } from 'node:fs';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  CancelledError,
  concatOnDisk,
  ConcatError,
  PlanRefusedError,
} from '../../src/api/index.ts';
import type { Random } from '../fuzz/random.ts';
import { digest } from '../support/digest.ts';
import {
  drawFault,
  type Fault,
  interferenceOf,
  leapClock,
  type Met,
  restoreClock,
} from './fault.ts';
import { interfered } from './faulty-calls.ts';
import { digestOf, digestOrNull, restoreInputs, type Stage } from './stage.ts';

/** A run hangs that makes no call for so many ticks, however slow the machine is. */
const TICKS = 600;
/** Milliseconds. */
const TICK = 100;
/** Times the calls of an unbroken run; one that makes more has no end. */
const MANY = 20;

export interface Exposure {
  readonly fault: Fault;
  readonly isDone: boolean;
  readonly violations: readonly string[];
}

/** Runs once, with one fault, and looks at all that must hold whatever happens. */
export async function expose(
  stage: Stage,
  calls: readonly string[],
  random: Random,
): Promise<Exposure> {
  const { inputs, output, old } = stage;
  const violations: string[] = [];
  const fault = drawFault(random, calls);
  const hasOld = random.next() < 0.5;
  const overwrite = hasOld || random.next() < 0.5;
  if (hasOld) await cp(old, output, { recursive: true });
  const controller = new AbortController();
  const cancel = (): void => {
    controller.abort();
  };
  const met: Met = { calls: 0, call: '' };
  if (random.next() < 0.5) leapClock(random);
  const running = interfered(interferenceOf(fault, stage, random, met, cancel), () =>
    concatOnDisk(inputs, output, { ...stage.options, overwrite, signal: controller.signal }),
  );
  const error = await outcomeOf(running, met, MANY * calls.length);
  restoreClock();
  const isDone = error === null;

  const isDamaged = (await digestOf(inputs)) !== stage.inputsDigest;
  if (isDamaged && fault.kind !== 'input') violations.push('an input has changed');
  const now = await digestOrNull(output);
  const isWhole =
    now === stage.wholeDigest || (isDone && isDamaged && now === (await resultOfDamaged(stage)));
  const isFolderGone = fault.kind === 'folder';
  // At the moment it appears in, or after the run.
  const isForeign = fault.kind === 'appears' && now === stage.foreignDigest;
  if (isDone ? !isWhole : !isWhole && now !== (hasOld ? stage.oldDigest : null)) {
    const left = await namesIn(path.dirname(output));
    const isAside = now === null && left.some((name) => /\.replaced-[0-9a-f]{8}$/u.test(name));
    // Where nothing can be renamed any more, the old output stays beside its place.
    const mayBeAway = isFolderGone || (fault.kind === 'lasts' && isAside);
    if (!(now === null && mayBeAway) && !isForeign)
      violations.push(`the output is ${now === null ? 'gone' : 'neither old nor new'}`);
  }
  violations.push(...(await strayNames(stage, fault, met, error)));
  if (error !== null) violations.push(...problemsOf(error, fault, stage));
  violations.push(...openFiles(stage.folder));
  await rm(path.dirname(output), { recursive: true, force: true });
  await mkdir(path.dirname(output));
  if (isDamaged) await restoreInputs(stage);
  return { fault, isDone, violations };
}

/** @returns null when it is done, else its error, or that it has no end */
async function outcomeOf(running: Promise<unknown>, met: Met, most: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<Error>((resolve) => {
    let [before, ticks] = [0, 0];
    timer = setInterval(() => {
      ticks = met.calls === before ? ticks + 1 : 0;
      before = met.calls;
      if (ticks >= TICKS || before > most) resolve(new Error(`it hangs after ${before} calls`));
    }, TICK);
  });
  const ended = running.then(
    () => null,
    (error: unknown) => error ?? new Error('nothing was thrown'),
  );
  const outcome = await Promise.race([ended, silence]);
  clearInterval(timer);
  return outcome;
}

/** What is wrong with an error: it is one of ours, and names a file and the cause. */
function problemsOf(error: unknown, { kind, code }: Fault, { folder }: Stage): readonly string[] {
  if (!(error instanceof ConcatError)) {
    return [
      `not an error of ours: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
    ];
  }
  if (kind === 'cancel') {
    return error instanceof CancelledError ? [] : [`cancelled, it says ${error.name}`];
  }
  const findings = error instanceof PlanRefusedError ? JSON.stringify(error.findings) : '';
  const words = `${error.name}: ${error.message} ${findings}`;
  if (!words.includes(folder)) return [`names no file: ${words}`];
  if ((kind === 'fails' || kind === 'lasts') && !words.includes(code)) {
    return [`does not name ${code}: ${words}`];
  }
  return [];
}

/** What is there that should not be. @param error how the run ended */
async function strayNames(
  { output }: Stage,
  { kind }: Fault,
  { call }: Met,
  error: unknown,
): Promise<readonly string[]> {
  const own = new RegExp(String.raw`^\.o\.(h5ad|zarr)\.(partial|replaced)-[0-9a-f]{8}`, 'u');
  const names = (await namesIn(path.dirname(output))).filter((n) => n !== path.basename(output));
  const unnamed = names.filter((name) => !own.test(name));
  if (unnamed.length > 0) return [`unnamed: ${unnamed.join(', ')}`];
  // What cannot be removed stays, but by a name that tells what it is.
  if (kind === 'lasts' || (kind === 'fails' && /^(rm|unlink)$/u.test(call))) return [];
  const told = error instanceof Error ? error.message : '';
  const untold = names.filter((name) => !told.includes(name));
  return untold.length === 0 ? [] : [`left: ${untold.join(', ')}`];
}

/** Files of the stage that this process has not closed. */
function openFiles(folder: string): readonly string[] {
  const descriptors = '/proc/self/fd';
  const open = readdirSync(descriptors).flatMap((number) => {
    try {
      return [readlinkSync(path.join(descriptors, number))];
    } catch {
      return [];
    }
  });
  return open.filter((file) => file.startsWith(folder)).map((file) => `still open: ${file}`);
}

/** What the damaged inputs give when nothing else is wrong; null where they give nothing. */
async function resultOfDamaged({ folder, inputs, options, suffix }: Stage): Promise<string | null> {
  const again = path.join(folder, `again.${suffix}`);
  try {
    await concatOnDisk(inputs, again, options);
    return await digest(again);
  } catch {
    return null;
  } finally {
    await rm(again, { recursive: true, force: true });
  }
}

const namesIn = (place: string): Promise<readonly string[]> => readdir(place).catch(() => []);
