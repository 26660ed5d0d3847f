import * as z from 'zod';
import { UsageInvalidError } from '../core/errors.ts';
import { describeIssues } from '../shared/issues.ts';
import { requestSchema } from '../shared/options.ts';
import { pictureQuerySchema } from '../shared/picture.ts';

/** The parameters of the requests in `shared/protocol.ts`, as they may arrive from outside. */
export const inspectParams = z.strictObject({
  path: z.string().min(1),
  elem: z.string(),
  start: z.int().nonnegative().optional(),
  limit: z.int().positive().optional(),
});
export const summaryParams = z.strictObject({ path: z.string().min(1) });
export const pictureParams = pictureQuerySchema;
export const leftoversParams = z.strictObject({ folder: z.string().min(1) });
export const deleteLeftoverParams = z.strictObject({ store: z.string().min(1) });
export const planParams = requestSchema;
export const runParams = z.strictObject({
  job: z.string().min(1),
  request: requestSchema,
  resume: z.boolean().default(false),
});

/** @throws UsageInvalidError telling which parameter is wrong */
export function parseParams<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageInvalidError({ reason: describeIssues(parsed.error), cause: parsed.error });
}
