import * as z from 'zod';

/**
 * An error as it crosses a process boundary: the tag and the fields of a tagged error class
 * (`core/errors.ts`). The words are made at the edge (`words/failure.ts`).
 */
export const FAILURE_TAGS = [
  'StoreNotFound', // no such file or folder
  'StoreUnreadable', // permission, or not the format that the name says
  'NotAnnData', // readable, but no AnnData store
  'ElemUnreadable', // an elem is damaged or its filter is missing
  'ElemUnsupported', // an encoding or dtype that is not supported yet
  'PlanRefused', // the plan holds error findings
  'PlanStale', // an input changed since the plan was made
  'OutputExists',
  'OutputUnwritable',
  'ResumeRefused', // what an earlier run left cannot be continued
  'OutputMismatch', // what was written is not what was planned
  'SchedulerUnavailable', // its commands are not there, or do not answer
  'SchedulerRefused', // the cluster's scheduler did not do what it was asked
  'PartsIncomplete', // a run in parts of which some are not there, or not whole
  'UsageInvalid', // an option or plan file that does not parse
  'TimedOut', // a step that reads metadata took longer than any sound store needs
  'Cancelled',
  'Internal', // a fault of ours
] as const;

export const failureSchema = z
  .strictObject({
    tag: z.enum(FAILURE_TAGS),
    /** Path of the store it concerns. */
    path: z.string().nullable(),
    /** Path of the elem inside the store. */
    elem: z.string().nullable(),
    /** Particulars: the operating system's code, the filter, the encoding. */
    reason: z.string().nullable(),
    /** Stack and causes, for the log. */
    detail: z.string().nullable(),
  })
  .readonly();

export type FailureTag = (typeof FAILURE_TAGS)[number];
export type Failure = z.infer<typeof failureSchema>;
