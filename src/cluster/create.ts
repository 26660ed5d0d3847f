import type { SchedulerName } from '../shared/cluster.ts';
import type { Scheduler } from './scheduler.ts';
import { callIn } from './slurm/call.ts';
import { slurm } from './slurm/slurm.ts';

const SCHEDULERS: Readonly<Record<SchedulerName, (signal?: AbortSignal) => Scheduler>> = {
  slurm: (signal) => slurm(callIn(signal)),
};

/** @param signal ends what its commands are doing */
export const createScheduler = (name: SchedulerName, signal?: AbortSignal): Scheduler =>
  SCHEDULERS[name](signal);
