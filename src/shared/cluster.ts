import * as z from 'zod';
import { requestSchema } from './options.ts';
import { partsStateSchema } from './parts.ts';

/**
 * A plan in parts as work of a cluster's scheduler: what is asked for, what was submitted, and where
 * it is.
 */

export const schedulerNameSchema = z.enum(['slurm']);

/** What each part and the finisher ask for; null: what the plan's estimate or the cluster says. */
export const resourcesSchema = z
  .strictObject({
    /** A name that the cluster's administrators gave. */
    partition: z
      .string()
      .regex(/^[\w.,+-]+$/u)
      .nullable()
      .default(null),
    minutes: z.int().positive().nullable().default(null),
    /** Bytes. */
    memory: z.int().positive().nullable().default(null),
    /** Parts that may run at the same time. */
    arrayLimit: z.int().positive().nullable().default(null),
  })
  .readonly();

/** What one call of `submit` has handed over. */
export const submissionSchema = z
  .strictObject({
    /** Milliseconds since 1970. */
    at: z.number(),
    parts: z.array(z.int().positive()).readonly(),
    /** The scheduler's name for the array of parts; null when no part was missing. */
    array: z.string().nullable(),
    /** The scheduler's name for the finisher; null when it could not be submitted. */
    finisher: z.string().nullable(),
  })
  .readonly();

/** Kept beside the plan. */
export const submissionsSchema = z
  .strictObject({
    version: z.literal(1),
    scheduler: schedulerNameSchema,
    /** What its jobs are shown as in the queue. */
    name: z.string(),
    submissions: z.array(submissionSchema).readonly(),
  })
  .readonly();

/** A job that has not ended, as the scheduler names it: the part of an array, or a whole job. */
export const queuedJobSchema = z
  .strictObject({ id: z.string(), part: z.int().nullable(), isRunning: z.boolean() })
  .readonly();

/** What there was to submit. */
export const submittedSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('submitted'),
      submission: submissionSchema,
      /** Where its job scripts are, and what the jobs print. */
      folder: z.string(),
    })
    .readonly(),
  /** All that is missing waits or runs already. */
  z.strictObject({ kind: z.literal('queued') }).readonly(),
  /** The result is in place. */
  z.strictObject({ kind: z.literal('done') }).readonly(),
]);

/** Where a plan that was submitted is. */
export const clusterReportSchema = z
  .strictObject({
    /** By the records of the parts themselves. */
    parts: partsStateSchema,
    /** By the scheduler; null when it was not asked, or did not answer. */
    queue: z.array(queuedJobSchema).readonly().nullable(),
    /** Where its job scripts are, and what the jobs print. */
    folder: z.string(),
  })
  .readonly();

/** What a window keeps of a plan that it submitted, so that every window can follow it. */
export const clusterOrderSchema = z
  .strictObject({
    version: z.literal(1),
    /** Milliseconds since 1970. */
    created: z.number(),
    request: requestSchema,
    /** The file of the plan, absolute. */
    plan: z.string(),
    resources: resourcesSchema,
  })
  .readonly();

export type SchedulerName = z.infer<typeof schedulerNameSchema>;
export type Resources = z.infer<typeof resourcesSchema>;
export type ResourcesInput = z.input<typeof resourcesSchema>;
export type Submission = z.infer<typeof submissionSchema>;
export type Submissions = z.infer<typeof submissionsSchema>;
export type QueuedJob = z.infer<typeof queuedJobSchema>;
export type Submitted = z.infer<typeof submittedSchema>;
export type ClusterOrder = z.infer<typeof clusterOrderSchema>;
export type ClusterReport = z.infer<typeof clusterReportSchema>;
