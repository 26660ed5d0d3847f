import { mkdir, open, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import type { PartResult, SplitElem } from '../../../shared/parts.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { Context } from '../../context.ts';
import { OutputExistsError, UsageInvalidError } from '../../errors.ts';
import { exists } from '../../store/place-state.ts';
import { ZarrShares } from '../../store/zarr/write/shares.ts';
import { inOutput } from '../execute/in-output.ts';
import { Job } from '../execute/job.ts';
import { orStale } from '../fresh.ts';
import { Inputs } from '../inputs.ts';
import { type PlanChanges, withChanges } from '../saved-plan.ts';
import { attempt } from './attempt.ts';
import { Counts } from './counts.ts';
import { publish } from './publish.ts';
import { type PartFiles, type PartRecord, writeRecord } from './record.ts';
import { Sources } from './sources.ts';
import { isInPlace } from './state.ts';
import { digestOf, wholePart } from './whole.ts';
import { requireSplit, type SplitPlan, WorkFolder } from './work-folder.ts';
import { type Share, writeShare } from './write-share.ts';

/**
 * Writes a part of a plan into the working folder that all parts share. It may be repeated, killed,
 * and run twice at a time: its files appear each in one step, with the same values, and its record
 * comes last. Where that is there and whole, nothing is done.
 * @param part from 1 on
 * @throws UsageInvalidError when the plan has no such part
 * @throws PlanRefusedError, PlanStaleError, OutputExistsError, OutputUnwritableError, CancelledError,
 *   and what reading the inputs throws
 */
export async function runPart(
  saved: Plan,
  part: number,
  changes: PlanChanges = {},
  context: Context = {},
): Promise<PartResult> {
  const plan = requireSplit(withChanges(saved, changes));
  const { count } = plan.parts;
  if (!(Number.isInteger(part) && part >= 1 && part <= count)) {
    const reason = `the plan has the parts 1 to ${count}, and no part ${part}`;
    throw new UsageInvalidError({ path: plan.output.path, reason });
  }
  const numbers = { part, total: count };
  const folder = WorkFolder.of(plan);
  if (await isFinished(plan, folder)) {
    const own = { host: hostname(), pid: process.pid, peakMemory: peakMemory() };
    return { ...numbers, wasDone: true, ...own, seconds: 0, bytes: 0 };
  }
  const whole = await wholePart(folder, part);
  if (whole !== null) return { ...numbers, wasDone: true, ...resultOf(whole.record) };
  await folder.make();
  const record = await attempt(folder, part, context, (own) =>
    makePart(plan, folder, part, own, context),
  );
  return { ...numbers, wasDone: false, ...resultOf(record) };
}

const resultOf = ({ host, pid, seconds, bytes, peakMemory: peak }: PartRecord) =>
  ({ host, pid, seconds, bytes, peakMemory: peak }) as const;

/** Whether the output is in place already. @throws OutputExistsError when another is there */
async function isFinished(plan: SplitPlan, folder: WorkFolder): Promise<boolean> {
  const { output, request } = plan;
  const isOpen = await exists(folder.path);
  if (!isOpen && (await isInPlace(plan))) return true;
  if (!request.options.overwrite && (await exists(output.path))) {
    throw new OutputExistsError({ path: output.path });
  }
  return false;
}

async function makePart(
  plan: SplitPlan,
  folder: WorkFolder,
  part: number,
  own: string,
  context: Context,
): Promise<PartRecord> {
  const started = performance.now();
  const inputs = new Inputs(plan.inputs.map((input) => input.path));
  const sources = new Sources(plan, inputs, context.signal);
  const store = path.join(own, 'store');
  const shares = await ZarrShares.create(store);
  try {
    const job = new Job(inputs, plan, plan.parts.bytes[part - 1] ?? 0, context);
    const counts = new Counts(plan, folder, part, job, sources);
    const written = await writeShares(plan, part, own, job, sources, counts, shares);
    await shares.sync();
    await sources.checkFresh();
    const files = await publish(own, folder.path);
    const made = `${JSON.stringify({ files, ...written } satisfies PartFiles)}\n`;
    await writeRecord(folder.filesOf(part), made);
    const record: PartRecord = {
      version: 1,
      host: hostname(),
      pid: process.pid,
      ended: Date.now(),
      seconds: (performance.now() - started) / 1000,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      peakMemory: peakMemory(),
      files: digestOf(made),
    };
    await writeRecord(folder.recordOf(part), record);
    return record;
  } catch (error) {
    const cause = await orStale(error, () => sources.checkFresh());
    throw await inOutput(cause, store, plan);
  } finally {
    await shares.close();
    await inputs.close();
  }
}

async function writeShares(
  plan: SplitPlan,
  part: number,
  own: string,
  job: Job,
  sources: Sources,
  counts: Counts,
  shares: ZarrShares,
): Promise<Omit<PartFiles, 'files'>> {
  await mkdir(path.join(own, 'ends'));
  const borders: PartFiles['shares'][number][] = [];
  const arrays: PartFiles['arrays'][number][] = [];
  for (const [i, split] of plan.parts.split.entries()) {
    const from = await counts.border(i, part - 1);
    const to = await counts.border(i, part);
    borders.push({ from, to });
    const lastRow = lastRowOf(split, part, to.row);
    const matrix = await sources.matrix(split, from.row, lastRow);
    const share: Share = { split, part: matrix, from, to, lastRow };
    const report = job.start(split.path, bytesOf(plan, split, part));
    arrays.push(...(await writeWithEnds(job, share, shares, endsOf(own, part, i), report)));
    report(1);
  }
  return { shares: borders, arrays };
}

/** The row that holds the first entry of the next share holds the last ones of this. */
function lastRowOf({ isCounted, borders }: SplitElem, part: number, end: number): number {
  const rows = borders.at(-1)?.row ?? 0;
  const planned = borders[part];
  if (isCounted) return planned?.row ?? rows;
  return planned?.entries === null ? end : Math.min(rows, end + 1);
}

const endsOf = (folder: string, part: number, elem: number): string =>
  path.join(folder, 'ends', `${part}-${elem}`);

async function writeWithEnds(
  job: Job,
  share: Share,
  shares: ZarrShares,
  file: string,
  report: (fraction: number) => void,
): Promise<PartFiles['arrays']> {
  const handle = await open(file, 'wx');
  try {
    const append = async (ends: Uint8Array): Promise<void> => {
      await handle.writeFile(ends);
    };
    const arrays = await writeShare(job, share, shares, append, report);
    await handle.sync();
    return arrays;
  } finally {
    await handle.close();
    if (share.part.encoding === 'array') await rm(file, { force: true });
  }
}

/** The part's bytes of an elem, as far as its borders are known. */
function bytesOf({ elems }: SplitPlan, { path: elem, borders }: SplitElem, part: number): number {
  const at = borders.map(({ row, shard }) => shard ?? row);
  const share = ((at[part] ?? 0) - (at[part - 1] ?? 0)) / Math.max(1, at.at(-1) ?? 1);
  return share * (elems.find(({ path: of }) => of === elem)?.bytes ?? 0);
}

/** In bytes, of this process so far. */
const peakMemory = (): number => process.resourceUsage().maxRSS * 1024;
