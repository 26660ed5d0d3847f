import * as z from 'zod';

/** Where a job is. `done / total` is a true fraction of the bytes to write. */
export const progressSchema = z
  .strictObject({
    phase: z.enum(['plan', 'write', 'verify', 'place']),
    /** Elem being written, as in `layers/counts`; null between elems. */
    elem: z.string().nullable(),
    done: z.number().nonnegative(),
    total: z.number().nonnegative(),
  })
  .readonly();

export const runResultSchema = z
  .strictObject({
    output: z.string(),
    nObs: z.int().nonnegative(),
    nVars: z.int().nonnegative(),
    /** Bytes on disk. */
    bytes: z.number().nonnegative(),
    seconds: z.number().nonnegative(),
  })
  .readonly();

export type Progress = z.infer<typeof progressSchema>;
export type RunResult = z.infer<typeof runResultSchema>;
