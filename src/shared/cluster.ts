import { z } from 'zod';

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
    submissions: z.array(submissionSchema).readonly(),
  })
  .readonly();

export type SchedulerName = z.infer<typeof schedulerNameSchema>;
export type Resources = z.infer<typeof resourcesSchema>;
export type ResourcesInput = z.input<typeof resourcesSchema>;
export type Submission = z.infer<typeof submissionSchema>;
export type Submissions = z.infer<typeof submissionsSchema>;
