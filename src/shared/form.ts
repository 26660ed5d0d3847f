import { z } from 'zod';
import { failureSchema } from './failure.ts';
import type { Fix } from './finding.ts';
import { fillValueSchema, MINIMUM_MEMORY, optionsSchema, type ConcatRequest } from './options.ts';
import { planSchema } from './plan.ts';
import { storeSummarySchema } from './tree.ts';

/**
 * What the form and the extension say to each other. The form shows a draft: a request as it is
 * being typed, where texts may be empty or not valid yet. `toRequest` is the only way from one to
 * the other.
 */

const MIB = 1024 * 1024;

const draftOptionsSchema = optionsSchema
  .unwrap()
  .omit({ keys: true })
  .extend({
    /** '' for no label column. */
    label: z.string(),
    /** '' to leave the names as they are. */
    indexUnique: z.string(),
    /** '' for the default value. */
    fillValue: z.string(),
    /** MiB as typed. */
    memory: z.string(),
  })
  .readonly();

export const draftInputSchema = z.strictObject({ path: z.string(), key: z.string() }).readonly();

export const draftSchema = z
  .strictObject({
    inputs: z.array(draftInputSchema).readonly(),
    output: z.string(),
    options: draftOptionsSchema,
  })
  .readonly();

/** From the form. `revision` numbers the drafts of one form; an answer repeats it. */
export const toHostSchema = z.discriminatedUnion('type', [
  /** The form listens: it wants its draft. */
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('change'), revision: z.int(), draft: draftSchema }),
  z.strictObject({ type: z.literal('add-inputs') }),
  z.strictObject({ type: z.literal('choose-output') }),
  /** Execute the plan of this revision. */
  z.strictObject({ type: z.literal('run'), revision: z.int() }),
  z.strictObject({ type: z.literal('manage-trust') }),
]);

/** To the form. */
export const toFormSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('draft'), draft: draftSchema }),
  z.strictObject({ type: z.literal('status'), isTrusted: z.boolean(), isRunning: z.boolean() }),
  z.strictObject({ type: z.literal('summary'), summary: storeSummarySchema }),
  z.strictObject({ type: z.literal('unreadable'), path: z.string(), failure: failureSchema }),
  z.strictObject({ type: z.literal('plan'), revision: z.int(), plan: planSchema }),
  z.strictObject({ type: z.literal('no-plan'), revision: z.int(), failure: failureSchema }),
]);

export type Draft = z.infer<typeof draftSchema>;
export type DraftInput = z.infer<typeof draftInputSchema>;
export type DraftOptions = Draft['options'];
export type ToHost = z.infer<typeof toHostSchema>;
export type ToForm = z.infer<typeof toFormSchema>;

/** Fields of the form whose text may be at fault. */
export type DraftField = 'output' | 'fillValue' | 'memory';
export type DraftIssues = Readonly<Partial<Record<DraftField, string>>>;

export function defaultDraftOptions(): DraftOptions {
  const options = optionsSchema.unwrap().omit({ keys: true }).parse({});
  return {
    ...options,
    label: options.label ?? '',
    indexUnique: options.indexUnique ?? '',
    fillValue: options.fillValue ?? '',
    memory: toMib(options.memory),
  };
}

const toMib = (bytes: number): string => String(Math.ceil(bytes / MIB));

/** What is at fault with the texts of a draft, as sentences by field. */
export function checkDraft({ output, options }: Draft): DraftIssues {
  const { fillValue, memory } = options;
  const isFill = fillValue === '' || fillValueSchema.safeParse(fillValue).success;
  const isMemory = /^\d{1,9}$/u.test(memory) && Number(memory) * MIB >= MINIMUM_MEMORY;
  return {
    ...(output === '' && { output: 'Choose where the result goes.' }),
    ...(!isFill && { fillValue: 'Give a number such as 0, 0.0 or nan.' }),
    ...(!isMemory && { memory: `Give a whole number of MiB, ${MINIMUM_MEMORY / MIB} or more.` }),
  };
}

/** The request that a draft stands for, or undefined while `checkDraft` finds fault with it. */
export function toRequest(draft: Draft): ConcatRequest | undefined {
  if (Object.keys(checkDraft(draft)).length > 0) return undefined;
  const { label, indexUnique, fillValue, memory, ...rest } = draft.options;
  return {
    inputs: draft.inputs.map(({ path, key }) => ({ path, key: key === '' ? null : key })),
    output: draft.output,
    options: {
      ...rest,
      keys: null,
      label: label === '' ? null : label,
      indexUnique: indexUnique === '' ? null : indexUnique,
      fillValue: fillValue === '' ? null : fillValue,
      memory: Number(memory) * MIB,
    },
  };
}

/** The draft with the changes that a fix proposes; keys go to the inputs they belong to. */
export function applyFix(draft: Draft, { options }: Fix): Draft {
  const { keys, label, indexUnique, fillValue, memory, ...rest } = options;
  return {
    ...draft,
    inputs: draft.inputs.map((input, position) =>
      keys === undefined ? input : { ...input, key: keys?.[position] ?? '' },
    ),
    options: {
      ...draft.options,
      ...rest,
      ...(label !== undefined && { label: label ?? '' }),
      ...(indexUnique !== undefined && { indexUnique: indexUnique ?? '' }),
      ...(fillValue !== undefined && { fillValue: fillValue ?? '' }),
      ...(memory !== undefined && { memory: toMib(memory) }),
    },
  };
}
