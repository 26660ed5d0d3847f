import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import type { PartsPlan } from '../../../shared/parts.ts';
import type { Plan } from '../../../shared/plan.ts';
import { isRunnable } from '../../../shared/plan.ts';
import { OutputUnwritableError, PlanRefusedError, UsageInvalidError } from '../../errors.ts';
import { ensureFolder } from '../../store/place-state.ts';
import { systemReason } from '../../store/system-error.ts';
import { describedBy } from '../partial/identity.ts';

/** A plan that is split, and will be executed. */
export type SplitPlan = Plan & {
  readonly parts: PartsPlan;
  readonly result: NonNullable<Plan['result']>;
};

/** @throws UsageInvalidError when the plan is not split, PlanRefusedError when it has errors */
export function requireSplit(plan: Plan): SplitPlan {
  const { parts, result } = plan;
  if (parts === undefined) {
    const reason = 'the plan is not split: make it with --parts';
    throw new UsageInvalidError({ path: plan.output.path, reason });
  }
  if (!isRunnable(plan) || result === null) {
    throw new PlanRefusedError({ path: plan.output.path, findings: plan.findings });
  }
  return { ...plan, parts, result };
}

/**
 * The folder beside the output in which its parts come together. Its name depends on what the plan
 * says, so that all parts of it, and no others, meet there:
 *
 * - `store` the output as far as it is made
 * - `parts/3.json` what part 3 has made, once it is whole; `parts/3.files.json` file by file
 * - `parts/3.failed.json` why its last try failed
 * - `parts/3.ab12cd34.lock` a process that works on it; its own files are in `parts/3.ab12cd34`
 * - `ends/3-0` ends of the rows that part 3 has made of the first split elem, which is sparse
 * - `counts/3-0.json` entries of these rows, where they had to be counted
 * - `finish.*` the same of the finisher
 */
export class WorkFolder {
  readonly path: string;
  /** Absolute, as all paths here. */
  readonly output: string;

  private constructor(folder: string, output: string) {
    this.path = folder;
    this.output = output;
  }

  static of(plan: SplitPlan): WorkFolder {
    const output = path.resolve(plan.output.path);
    const { created: _created, ...split } = plan.parts;
    const what = JSON.stringify([describedBy(plan), split]);
    const digest = createHash('sha256').update(what).digest('hex').slice(0, 8);
    const name = `.${path.basename(output)}.parts-${digest}`;
    return new WorkFolder(path.join(path.dirname(output), name), output);
  }

  /** @throws OutputUnwritableError */
  async make(): Promise<void> {
    try {
      for (const folder of ['', 'store', 'parts', 'ends', 'counts']) {
        await ensureFolder(this.in(folder));
      }
    } catch (cause) {
      throw new OutputUnwritableError({ path: this.path, reason: systemReason(cause), cause });
    }
  }

  get store(): string {
    return this.in('store');
  }

  in(...names: readonly string[]): string {
    return path.join(this.path, ...names);
  }

  /** Where the files of a worker begin, as in `parts/3`. */
  placeOf(worker: Worker): string {
    return worker === 'finish' ? this.in('finish') : this.in('parts', String(worker));
  }

  recordOf(worker: Worker): string {
    return `${this.placeOf(worker)}.json`;
  }

  filesOf(part: number): string {
    return `${this.placeOf(part)}.files.json`;
  }

  failureOf(worker: Worker): string {
    return `${this.placeOf(worker)}.failed.json`;
  }

  /** A name for one try of a worker, that no other try has. */
  tryOf(worker: Worker): string {
    return `${this.placeOf(worker)}.${randomBytes(4).toString('hex')}`;
  }
}

/** A part by its number, or the finisher. */
export type Worker = number | 'finish';

const TRY = /^(?<worker>\d+|finish)\.[0-9a-f]{8}(?<lock>\.lock)?$/u;

/** The worker whose try, or the lock of whose try, has this name; null for other names. */
export function parseTry(
  name: string,
): { readonly worker: Worker; readonly isLock: boolean } | null {
  const { worker, lock } = TRY.exec(name)?.groups ?? {};
  if (worker === undefined) return null;
  return { worker: worker === 'finish' ? 'finish' : Number(worker), isLock: lock !== undefined };
}
