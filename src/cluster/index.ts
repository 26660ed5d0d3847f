export { cancelSubmitted } from './cancel.ts';
export { clusterFolder } from './folder.ts';
export { createScheduler } from './create.ts';
export { readQueue } from './queue.ts';
export type { Scheduler } from './scheduler.ts';
export { drawScripts, type Order, type Scripts } from './scripts.ts';
export { plannedParts, submit } from './submit.ts';
