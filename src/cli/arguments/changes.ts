import type { Command } from 'commander';
import * as z from 'zod';
import type { PlanChanges } from '../../core/concat/saved-plan.ts';
import { verifySchema } from '../../shared/options.ts';
import { addVerifyOption } from './concat-options.ts';

/** Flags of what may be otherwise than in a saved plan. */
export const changesShape = {
  overwrite: z.literal(true).optional(),
  verify: verifySchema.optional(),
} as const;

export const addChangeOptions = (command: Command): Command =>
  addVerifyOption(command.option('--overwrite', 'replace an existing result'), 'as planned');

/** Those that are given. */
export const changesOf = ({
  overwrite,
  verify,
}: {
  readonly [Name in keyof PlanChanges]: PlanChanges[Name] | undefined;
}): PlanChanges => ({ ...(overwrite && { overwrite }), ...(verify && { verify }) });
