import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Resources } from '../shared/cluster.ts';
import type { PartsPlan } from '../shared/parts.ts';
import type { Plan } from '../shared/plan.ts';
import { partTime, finishTime } from './estimate.ts';
import type { Scheduler, Work } from './scheduler.ts';

/** A plan that is split, and the file it is in. */
export interface PlannedParts {
  /** Absolute. */
  readonly file: string;
  readonly plan: Plan;
  readonly parts: PartsPlan;
}

/** The texts of both job scripts. */
export interface Scripts {
  readonly parts: string;
  readonly finish: string;
}

/** What is to be submitted. */
export interface Order {
  readonly planned: PlannedParts;
  /** Folder from which relative paths of the plan are taken. */
  readonly cwd: string;
  readonly resources: Resources;
}

/** @throws UsageInvalidError when a path has a line break */
export function drawScripts(scheduler: Scheduler, { planned, cwd, resources }: Order): Scripts {
  const { file, plan, parts } = planned;
  const { partition, minutes, memory } = resources;
  const common = { name: nameOf(plan), cwd, env: environment(), partition };
  const partsWork: Work = {
    ...common,
    comment:
      'The parts of a plan of anndata-concat, one job each. A part that is done is not done again.',
    command: [...program(), 'run', file, '--part'],
    minutes: minutes ?? partTime(parts),
    memory: memory ?? parts.memory.part,
  };
  const finishWork: Work = {
    ...common,
    comment:
      'Completes a plan of anndata-concat, once all parts are done: checks and puts the result into place.',
    command: [...program(), 'finish', file],
    minutes: minutes ?? finishTime(plan, parts),
    memory: memory ?? parts.memory.finish,
  };
  return {
    parts: scheduler.partsScript(partsWork),
    finish: scheduler.finisherScript(finishWork),
  };
}

/** The command line of the build that this code is in. */
const program = (): readonly string[] => [
  process.execPath,
  fileURLToPath(new URL('cli.mjs', import.meta.url)),
];

/** On a desktop we run in Electron, which this turns into node. */
const environment = (): Readonly<Record<string, string>> =>
  process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };

/** What its jobs are shown as in the queue. */
export const nameOf = ({ output }: Plan): string =>
  `concat-${path.basename(output.path).replaceAll(/[^\w.-]/gu, '_')}`;
