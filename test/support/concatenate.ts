import * as z from 'zod';
import { prepareConcat } from '../../src/core/index.ts';
import { toFailure } from '../../src/core/errors.ts';
import type { Failure } from '../../src/shared/failure.ts';
import type { Finding } from '../../src/shared/finding.ts';
import { type ConcatRequest, type Options, optionsSchema } from '../../src/shared/options.ts';
import { isRunnable, type Plan } from '../../src/shared/plan.ts';

/** Options as `anndata.concat` names them. */
export const referenceOptionsSchema = z.strictObject({
  axis: z.string().optional(),
  join: z.string().optional(),
  merge: z.string().nullish(),
  uns_merge: z.string().nullish(),
  label: z.string().nullish(),
  keys: z.array(z.string()).nullish(),
  index_unique: z.string().nullish(),
  /** A number as Python writes it: `0` and `0.0` differ. */
  fill_value: z.union([z.string(), z.number()]).nullish(),
  pairwise: z.boolean().optional(),
});
export type ReferenceOptions = z.infer<typeof referenceOptionsSchema>;

/** How a concatenation ended. */
export type Outcome =
  | { readonly kind: 'done'; readonly plan: Plan }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] }
  | { readonly kind: 'invalid'; readonly issues: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Our options, of those that are named as the reference names them; not checked. */
export const engineOptions = ({
  uns_merge,
  index_unique,
  fill_value,
  ...same
}: ReferenceOptions): Record<string, unknown> => ({
  ...same,
  unsMerge: uns_merge,
  indexUnique: index_unique,
  fillValue: fill_value === undefined || fill_value === null ? fill_value : String(fill_value),
});

/** Plans a request, and carries the plan out unless it has errors. @returns the plan */
export type Way = (request: ConcatRequest) => Promise<Plan>;

/**
 * Runs our engine with options that are named as the reference names them.
 * @param way in which it is carried out
 */
export async function concatenate(
  inputs: readonly string[],
  output: string,
  reference: ReferenceOptions,
  own: Partial<Options> = {},
  way: Way = atOnce,
): Promise<Outcome> {
  const options = optionsSchema.safeParse({ ...engineOptions(reference), ...own });
  if (!options.success) return { kind: 'invalid', issues: options.error.message };
  try {
    const plan = await way({
      inputs: inputs.map((path) => ({ path, key: null })),
      output,
      options: options.data,
    });
    if (isRunnable(plan)) return { kind: 'done', plan };
    const findings = plan.findings.filter(({ severity }) => severity === 'error');
    return { kind: 'refused', findings };
  } catch (error) {
    return { kind: 'failed', failure: toFailure(error) };
  }
}

const atOnce: Way = async (request) => {
  const prepared = await prepareConcat(request);
  try {
    if (isRunnable(prepared.plan)) await prepared.run();
    return prepared.plan;
  } finally {
    await prepared.close();
  }
};
