import * as z from 'zod';
import { failureSchema } from './failure.ts';
import { requestSchema } from './options.ts';
import { progressSchema, runResultSchema } from './progress.ts';

/**
 * A job is a run in a process of its own, which outlives the window that started it. What is known
 * of it is in a folder of its own, under these names.
 */
export const JOB_FILES = {
  /** What is asked for: a `JobOrder`, there from the first moment. */
  order: 'order.json',
  /** Empty; there once its turn has come: until then it has no process. */
  started: 'started',
  /** Who works on it: a `JobProcess`, there once it can be reached. */
  process: 'process.json',
  /** Empty; its time is the last sign of life. */
  heartbeat: 'heartbeat',
  /** A `JournalLine` for each elem and every now and then. */
  journal: 'progress.jsonl',
  /** How it ended: a `JobOutcome`, there as soon as it has. */
  outcome: 'outcome.json',
  /** What a person reads when something is wrong. */
  log: 'log.txt',
  /** There once a window has told how it ended. */
  told: 'told',
} as const;

/** Milliseconds between two signs of life of a job. */
export const JOB_HEARTBEAT = 2000;

export const jobOrderSchema = z
  .strictObject({
    version: z.literal(1),
    /** Milliseconds since 1970. */
    created: z.number(),
    request: requestSchema,
    /** Continue what a run of the same plan left that was killed. */
    resume: z.boolean(),
  })
  .readonly();

export const jobProcessSchema = z
  .strictObject({
    pid: z.int().positive(),
    host: z.string(),
    /** The local socket or named pipe on which it answers. */
    address: z.string(),
  })
  .readonly();

/** An elem that is, or was, written. */
export const jobStepSchema = z
  .strictObject({
    elem: z.string(),
    /** Bytes that are written of it. */
    done: z.number().nonnegative(),
    isFinished: z.boolean(),
    /** Bytes by the plan; null when it does not say. */
    bytes: z.number().nonnegative().nullable(),
  })
  .readonly();

export const journalLineSchema = z
  .strictObject({ at: z.number(), progress: progressSchema })
  .readonly();

export const jobOutcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done'), at: z.number(), result: runResultSchema }).readonly(),
  z.strictObject({ kind: z.literal('failed'), at: z.number(), failure: failureSchema }).readonly(),
  /** Said by others: the process is gone and has not said how it ended. */
  z.strictObject({ kind: z.literal('killed'), at: z.number() }).readonly(),
]);

/** All that a window is told when it attaches. */
export const jobStateSchema = z
  .strictObject({
    progress: progressSchema.nullable(),
    steps: z.array(jobStepSchema).readonly(),
    outcome: jobOutcomeSchema.nullable(),
  })
  .readonly();

/** What is new since the last one: the steps from position `from` on replace those there were. */
export const jobUpdateSchema = z
  .strictObject({
    progress: progressSchema.nullable(),
    from: z.int().nonnegative(),
    steps: z.array(jobStepSchema).readonly(),
    outcome: jobOutcomeSchema.nullable(),
  })
  .readonly();

export type JobOrder = z.infer<typeof jobOrderSchema>;
export type JobProcess = z.infer<typeof jobProcessSchema>;
export type JobStep = z.infer<typeof jobStepSchema>;
export type JournalLine = z.infer<typeof journalLineSchema>;
export type JobOutcome = z.infer<typeof jobOutcomeSchema>;
export type JobState = z.infer<typeof jobStateSchema>;
export type JobUpdate = z.infer<typeof jobUpdateSchema>;

/** The state after an update. */
export const withUpdate = (state: JobState, update: JobUpdate): JobState => ({
  progress: update.progress,
  steps: [...state.steps.slice(0, update.from), ...update.steps],
  outcome: update.outcome,
});
