import * as z from 'zod';
import { optionsSchema, type Options } from './options.ts';

/**
 * What a plan has to say about itself. The code is stable and documented; the words are made at
 * the edge from code and facts (`words/finding.ts`). An error finding stops a run before anything
 * is written.
 */
export const FINDING_CODES = {
  C001: 'error', // no inputs
  C002: 'error', // an input cannot be read, or is no AnnData store
  C003: 'error', // the output is an input
  C004: 'error', // the output exists and overwrite is off
  C005: 'error', // the folder of the output does not exist or cannot be written
  C006: 'error', // the disk has not enough room
  // C007 was that Zarr is not written yet
  C008: 'error', // a folder that is no store is at the output's place
  C009: 'error', // a compression that the output's format does not have
  C010: 'error', // keys are not unique
  C011: 'error', // fewer keys than inputs
  C012: 'error', // keys given both with the inputs and as an option
  C020: 'error', // duplicate names on the alt axis
  C021: 'error', // no shared names on the alt axis
  C022: 'warning', // duplicate names on the concatenation axis of the result
  C030: 'error', // some inputs have X and some have not
  C031: 'error', // an element whose encoding is not supported yet
  // C032 was an option that is not supported yet
  C033: 'error', // a compression filter that cannot be read
  C034: 'error', // elements of different kinds under one name (dataframe with array)
  C035: 'error', // shapes that cannot be concatenated
  C036: 'error', // an element that is damaged: lengths that contradict each other
  C037: 'error', // an element whose name the output's format cannot hold
  C038: 'error', // chunks larger than the memory allows
  C040: 'error', // a column holds different kinds of values in different inputs
  C041: 'warning', // the dtype of an element changes
  C042: 'warning', // a column becomes strings since its ordered categories conflict
  C043: 'info', // a form chosen since anndata cannot write the exact result
  C044: 'error', // a fill value that the dtype cannot hold
  C045: 'warning', // a column of different kinds of values becomes text
  C050: 'warning', // elements are dropped
  C051: 'warning', // only some inputs have raw, so raw is dropped
  C052: 'warning', // integers are mixed with normalised values
  C060: 'info', // entries are filled
  C061: 'info', // a run that was killed left its unfinished output
  C062: 'warning', // another run is writing this output
} as const satisfies Readonly<Record<`C${number}`, 'error' | 'warning' | 'info'>>;

export type FindingCode = keyof typeof FINDING_CODES;
export const findingCodeSchema = z.custom<FindingCode>(
  (value) => typeof value === 'string' && value in FINDING_CODES,
);

/** Some of the options. Parsed by the schema of the options itself, absent ones would become their defaults. */
const changeSchema = z.custom<Readonly<Partial<Options>>>(
  (value) => optionsSchema.unwrap().partial().safeParse(value).success,
);

/** A change of options that answers a finding; its words are made at the edge from the change. */
export const fixSchema = z.strictObject({ options: changeSchema }).readonly();

export const findingSchema = z
  .strictObject({
    code: findingCodeSchema,
    severity: z.enum(['error', 'warning', 'info']),
    /** Path of the input it concerns; null when it concerns all or none. */
    input: z.string().nullable(),
    /** Path of the elem inside the store, as in `obs/louvain`. */
    elem: z.string().nullable(),
    /** Named particulars for the words: an encoding, a dtype, an option. */
    facts: z.record(z.string(), z.union([z.string(), z.number()])).readonly(),
    /** How many cases there are; `examples` shows at most five of them. */
    count: z.int().nonnegative().nullable(),
    examples: z.array(z.string()).max(5).readonly(),
    fixes: z.array(fixSchema).readonly(),
  })
  .readonly();

export type Fix = z.infer<typeof fixSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type Severity = Finding['severity'];
