import * as z from 'zod';
import { UsageInvalidError } from '../../core/errors.ts';
import { describeIssues } from '../../shared/issues.ts';
import { requestSchema, type ConcatRequest } from '../../shared/options.ts';
import { parseInput } from './input.ts';

/** Commander cannot give null. */
const strategySchema = z
  .string()
  .transform((value) => (value === 'none' ? null : value))
  .optional();

const inputsSchema = z.array(z.string());
/** What concerns the command line alone; the other flags are the options of a concatenation. */
const flagsSchema = z.looseObject({
  in: z.array(z.string()).default([]),
  out: z.string(),
  merge: strategySchema,
  unsMerge: strategySchema,
  dryRun: z.boolean().default(false),
  resume: z.boolean().default(false),
  parts: z.int().nullable().default(null),
  json: z.boolean().default(false),
  quiet: z.boolean().default(false),
});

export interface ConcatArguments {
  readonly request: ConcatRequest;
  readonly dryRun: boolean;
  readonly resume: boolean;
  /** Into how many parts the plan is split at most; null where it is not. */
  readonly parts: number | null;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * The arguments of `concat` and `plan` as commander gives them.
 * @throws UsageInvalidError
 */
export function parseConcatArguments(
  positionals: unknown,
  flags: unknown,
  exists: (path: string) => boolean,
): ConcatArguments {
  const {
    in: more,
    out,
    dryRun,
    resume,
    parts,
    json,
    quiet,
    ...options
  } = flagsSchema.parse(flags);
  const paths = [...inputsSchema.parse(positionals), ...more];
  if (paths.length === 0) throw new UsageInvalidError({ reason: 'no input is given' });
  const request = requestSchema.safeParse({
    inputs: paths.map((path) => parseInput(path, exists)),
    output: out,
    options,
  });
  if (request.success) return { request: request.data, dryRun, resume, parts, json, quiet };
  throw new UsageInvalidError({ reason: describeIssues(request.error), cause: request.error });
}
