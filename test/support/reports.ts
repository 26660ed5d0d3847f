import * as z from 'zod';

/** What a comparison with the reference says of a case. */
export const reportSchema = z.strictObject({
  differences: z.array(z.string()),
  /** Elems that are stored in a form of our own choice, and that form. */
  deviations: z.array(z.tuple([z.string(), z.string()])),
});

/** What a comparison with the reference prints: a report of each case. */
export const reportsSchema = z.record(z.string(), reportSchema);
