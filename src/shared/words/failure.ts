import { FAILURE_TAGS, type Failure, type FailureTag } from '../failure.ts';
import type { Explanation } from './explanation.ts';
import { describePlace } from './place.ts';
import { reasonSentence } from './reason.ts';

type Words = Pick<Explanation, 'what' | 'todo'>;

const WORDS: Readonly<Record<FailureTag, Words>> = {
  StoreNotFound: {
    what: 'There is no such store.',
    todo: 'Check the path.',
  },
  StoreUnreadable: {
    what: 'This store cannot be read.',
    todo: 'Check that you may read it, that it is complete, and that its suffix tells its format (.h5ad is a file, .zarr a folder, .zip an archive of one).',
  },
  NotAnnData: {
    what: 'This is not an AnnData store.',
    todo: 'Give a store that anndata wrote, with obs and var in it.',
  },
  ElemUnreadable: {
    what: 'This element cannot be read.',
    todo: 'Get an undamaged copy of the store, or remove the element from it.',
  },
  ElemUnsupported: {
    what: 'This element is of a kind that is not supported yet.',
    todo: 'Remove the element from the store, or store it in another form.',
  },
  PlanRefused: {
    what: 'The plan has errors, so nothing was written.',
    todo: 'Look at the findings of the plan and solve those that are errors.',
  },
  PlanStale: {
    what: 'An input changed since the plan was made, so nothing was written.',
    todo: 'Make the plan again.',
  },
  OutputExists: {
    what: 'The output exists already.',
    todo: 'Choose another path for the output, or set the overwrite option.',
  },
  OutputUnwritable: {
    what: 'The output cannot be written.',
    todo: 'Check that the folder exists, that you may write there, and that the disk has room.',
  },
  OutputMismatch: {
    what: 'The result is not what was planned.',
    todo: 'At the end of a run, it was not put into place. If disk and memory are sound, please report this: it is a fault of AnnData Concat.',
  },
  ResumeRefused: {
    what: 'The unfinished result of an earlier run cannot be continued.',
    todo: 'Run without resume to start anew; «anndata-concat leftovers» lists and deletes what is left.',
  },
  SchedulerUnavailable: {
    what: 'The scheduler of the cluster cannot be reached.',
    todo: 'Run this where its commands are, as on a login node of the cluster; some need «module load slurm» first.',
  },
  SchedulerRefused: {
    what: 'The scheduler of the cluster refused.',
    todo: 'Ask for what the cluster allows: partition, time, memory, account and number of tasks.',
  },
  PartsIncomplete: {
    what: 'Not all parts are there, so the output was not made.',
    todo: 'Run the parts that are missing, then finish again.',
  },
  UsageInvalid: {
    what: 'The request is not valid.',
    todo: 'Correct the options.',
  },
  TimedOut: {
    what: 'Reading what this store says of itself took too long, and was given up.',
    todo: 'Check that its disk or server answers. If it does, the store may be damaged.',
  },
  Cancelled: {
    what: 'Cancelled. Nothing was written.',
    todo: '',
  },
  Internal: {
    what: 'Something went wrong inside AnnData Concat.',
    todo: 'Please report this with its details: it is a fault of AnnData Concat.',
  },
};

/** What a failure of this tag means, as a sentence; '' for what is no tag. */
export const describeTag = (tag: unknown): string => {
  const known = FAILURE_TAGS.find((candidate) => candidate === tag);
  return known === undefined ? '' : WORDS[known].what;
};

/** The words for an error that crossed a process boundary. */
export const explainFailure = (failure: Failure): Explanation => ({
  ...WORDS[failure.tag],
  where: describePlace(failure.path, failure.elem),
  why: reasonSentence(failure.reason),
});
