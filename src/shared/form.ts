import * as z from 'zod';
import { failureSchema } from './failure.ts';
import type { Fix } from './finding.ts';
import {
  compressionSchema,
  fillValueSchema,
  MINIMUM_MEMORY,
  optionsSchema,
  type ConcatRequest,
  type Options,
} from './options.ts';
import { planSchema } from './plan.ts';
import { storeSummarySchema } from './tree.ts';

/**
 * What the form and the extension say to each other. The form shows a draft: a request as it is
 * being typed, where texts may be empty or not valid yet. `toRequest` is the only way from one to
 * the other.
 */

const MIB = 1024 * 1024;

export const codecSchema = z.enum(['auto', 'none', 'gzip', 'zstd']);

const draftOptionsSchema = optionsSchema
  .unwrap()
  .omit({ keys: true, compression: true })
  .extend({
    codec: codecSchema,
    /** Of the codec; '' for its default. */
    level: z.string(),
    /** '' for no label column. */
    label: z.string(),
    /** '' to leave the names as they are. */
    indexUnique: z.string(),
    /** '' for the default value. */
    fillValue: z.string(),
    /** MiB as typed. */
    memory: z.string(),
    maxLoadedElems: z.string(),
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
  /** The rows of these stores are in view: their summaries are wanted. */
  z.strictObject({ type: z.literal('show-inputs'), paths: z.array(z.string()) }),
  z.strictObject({ type: z.literal('add-inputs') }),
  z.strictObject({ type: z.literal('add-folder') }),
  /** What was typed, pasted or dropped, one or more to a text: paths, URIs, URLs, folders. */
  z.strictObject({ type: z.literal('add-texts'), texts: z.array(z.string()) }),
  z.strictObject({ type: z.literal('choose-output') }),
  z.strictObject({ type: z.literal('save-recipe') }),
  z.strictObject({ type: z.literal('copy'), as: z.enum(['command-line', 'python']) }),
  z.strictObject({ type: z.literal('show-picture'), kind: z.enum(['overlap', 'sparsity']) }),
  /** Execute the plan of this revision. */
  z.strictObject({ type: z.literal('run'), revision: z.int() }),
  z.strictObject({ type: z.literal('manage-trust') }),
]);

/** To the form. */
export const toFormSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('draft'), draft: draftSchema }),
  z.strictObject({ type: z.literal('status'), isTrusted: z.boolean(), isRunning: z.boolean() }),
  /** What is known of the inputs may be true no longer. */
  z.strictObject({ type: z.literal('changed-inputs') }),
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
export type DraftField = 'output' | 'fillValue' | 'level' | 'memory' | 'maxLoadedElems';
export type DraftIssues = Readonly<Partial<Record<DraftField, string>>>;

export const defaultDraftOptions = (): DraftOptions => toDraftOptions(optionsSchema.parse({}));

function toDraftOptions({ keys: _, compression, ...options }: Options): DraftOptions {
  return {
    ...options,
    ...toCodec(compression),
    label: options.label ?? '',
    indexUnique: options.indexUnique ?? '',
    fillValue: options.fillValue ?? '',
    memory: toMib(options.memory),
    maxLoadedElems: String(options.maxLoadedElems),
  };
}

/** The draft that a request is read from; `toRequest` of it is that request. */
export const toDraft = ({ inputs, output, options }: ConcatRequest): Draft => ({
  inputs: inputs.map(({ path, key }, position) => ({
    path,
    key: key ?? options.keys?.[position] ?? '',
  })),
  output,
  options: toDraftOptions(options),
});

/** `gzip:4` as a codec and its level. */
function toCodec(compression: string): Pick<DraftOptions, 'codec' | 'level'> {
  const [codec, level = ''] = compression.split(':');
  return { codec: codecSchema.parse(codec), level };
}

/** Only these codecs have levels. */
export const hasLevel = (codec: DraftOptions['codec']): boolean =>
  codec === 'gzip' || codec === 'zstd';

const toCompression = ({ codec, level }: Pick<DraftOptions, 'codec' | 'level'>): string =>
  hasLevel(codec) && level !== '' ? `${codec}:${level}` : codec;

const toMib = (bytes: number): string => String(Math.ceil(bytes / MIB));

/** What is at fault with the texts of a draft, as sentences by field. */
export function checkDraft({ output, options }: Draft): DraftIssues {
  const { fillValue, codec, memory, maxLoadedElems } = options;
  const isFill = fillValue === '' || fillValueSchema.safeParse(fillValue).success;
  const isMemory = /^\d{1,9}$/u.test(memory) && Number(memory) * MIB >= MINIMUM_MEMORY;
  const isLevel = compressionSchema.safeParse(toCompression(options)).success;
  const isElems = /^[1-9]\d{0,14}$/u.test(maxLoadedElems);
  return {
    ...(output === '' && { output: 'Choose where the result goes.' }),
    ...(!isFill && { fillValue: 'Give a number such as 0, 0.0 or nan.' }),
    ...(!isLevel && { level: `Give a number from ${codec === 'gzip' ? '0 to 9' : '1 to 22'}.` }),
    ...(!isElems && { maxLoadedElems: 'Give a whole number, 1 or more.' }),
    ...(!isMemory && { memory: `Give a whole number of MiB, ${MINIMUM_MEMORY / MIB} or more.` }),
  };
}

/** The request that a draft stands for, or undefined while `checkDraft` finds fault with it. */
export function toRequest(draft: Draft): ConcatRequest | undefined {
  if (Object.keys(checkDraft(draft)).length > 0) return undefined;
  const { label, indexUnique, fillValue, memory, maxLoadedElems, codec, level, ...rest } =
    draft.options;
  return {
    inputs: draft.inputs.map(({ path, key }) => ({ path, key: key === '' ? null : key })),
    output: draft.output,
    options: {
      ...rest,
      keys: null,
      label: label === '' ? null : label,
      indexUnique: indexUnique === '' ? null : indexUnique,
      fillValue: fillValue === '' ? null : fillValue,
      compression: toCompression({ codec, level }),
      maxLoadedElems: Number(maxLoadedElems),
      memory: Number(memory) * MIB,
    },
  };
}

/** The draft with the changes that a fix proposes; keys go to the inputs they belong to. */
export function applyFix(draft: Draft, { options }: Fix): Draft {
  const { keys, label, indexUnique, fillValue, memory, maxLoadedElems, compression, ...rest } =
    options;
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
      ...(compression !== undefined && toCodec(compression)),
      ...(maxLoadedElems !== undefined && { maxLoadedElems: String(maxLoadedElems) }),
      ...(memory !== undefined && { memory: toMib(memory) }),
    },
  };
}
