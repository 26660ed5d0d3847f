import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { UsageInvalidError } from './errors.ts';
import { describeIssues } from '../shared/issues.ts';
import { systemReason } from './store/system-error.ts';
import { PLAN_VERSION, planSchema, type Plan } from '../shared/plan.ts';

/** What tells a plan from other JSON, and its version from others. */
const headSchema = z.looseObject({ kind: z.literal('anndata-concat-plan'), version: z.int() });

/**
 * A plan as `plan --json` printed it.
 * @throws UsageInvalidError saying what is wrong with the file
 */
export async function readPlanFile(path: string): Promise<Plan> {
  const value = await readJson(path);
  const head = headSchema.safeParse(value);
  if (!head.success) throw invalid(path, 'it is no plan of anndata-concat', head.error);
  const { version } = head.data;
  if (version !== PLAN_VERSION) {
    throw invalid(path, `it is a plan of version ${version}, and only ${PLAN_VERSION} is known`);
  }
  const plan = planSchema.safeParse(value);
  if (plan.success) return plan.data;
  throw invalid(path, `it is a plan that was changed: ${describeIssues(plan.error)}`, plan.error);
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw invalid(path, systemReason(cause), cause);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(path, 'it is no JSON', cause);
  }
}

const invalid = (path: string, reason: string, cause?: unknown): UsageInvalidError =>
  new UsageInvalidError({ path, reason, cause });
