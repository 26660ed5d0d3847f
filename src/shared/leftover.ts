import * as z from 'zod';

/** What a run that was killed left beside its output, or what one that is at work has there. */
export const leftoverSchema = z
  .strictObject({
    /** The unfinished store, or the old one that was set aside. */
    store: z.string(),
    output: z.string(),
    purpose: z.enum(['partial', 'replaced']),
    /** Bytes on disk. */
    bytes: z.number().nonnegative(),
    /** Its job is at work: it is not to be deleted. */
    isAlive: z.boolean(),
    /** The process that writes or wrote it; null when that is not known. */
    owner: z.strictObject({ pid: z.int().positive(), host: z.string() }).readonly().nullable(),
    /** The run can be continued, as long as its inputs are what they were. */
    canResume: z.boolean(),
  })
  .readonly();

/** What became of a leftover that was to be deleted; one whose job is at work is left alone. */
export const fateSchema = z.enum(['deleted', 'restored', 'alive']);

export type Fate = z.infer<typeof fateSchema>;
export type Leftover = z.infer<typeof leftoverSchema>;
