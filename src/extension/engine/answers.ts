import * as z from 'zod';
import { leftoverSchema } from '../../shared/leftover.ts';
import { queuedJobSchema } from '../../shared/cluster.ts';
import { treeNodeSchema } from '../../shared/tree.ts';

/** What the engine answers: loaded with the first of it, and not as the extension starts. */

export { clusterReportSchema, submittedSchema } from '../../shared/cluster.ts';
export { fateSchema } from '../../shared/leftover.ts';
export { pictureSchema } from '../../shared/picture.ts';
export { planSchema } from '../../shared/plan.ts';
export { storeSummarySchema } from '../../shared/tree.ts';

export const inspectedSchema = z.strictObject({
  node: treeNodeSchema,
  children: z.array(treeNodeSchema),
  total: z.int().nonnegative(),
});

export const leftoversSchema = z.array(leftoverSchema);
export const queueSchema = z.array(queuedJobSchema);
