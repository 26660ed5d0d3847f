import type { PlanElem } from '../../../shared/plan.ts';
import { groupAttrs } from '../../anndata/encoding.ts';
import type { GroupSink } from '../../store/store.ts';
import type { DataFramePart, GroupPart, Part } from '../blueprint.ts';
import { copyElem } from './copy-elem.ts';
import type { Job } from './job.ts';
import { writeAlignedMatrix } from './write-aligned.ts';
import { writeAwkward } from './write-awkward.ts';
import { writeDataFrame } from './write-dataframe.ts';
import { writeMatrix } from './write-matrix.ts';
import { writeNoObjects } from './write-no-objects.ts';

/**
 * Writes the parts of a blueprint in their order.
 * @param root of the store, with the attributes that it has from its creation
 * @param elems the plan's, which say how much of the job each part is
 */
export async function writeParts(
  job: Job,
  root: GroupSink,
  parts: readonly Part[],
  elems: readonly PlanElem[],
): Promise<void> {
  const bytes = new Map(elems.map((elem) => [elem.path, elem.bytes]));
  for (const part of parts) await writePart(job, root, part, (elem) => bytes.get(elem) ?? 0);
}

async function writePart(
  job: Job,
  root: GroupSink,
  part: Part,
  bytesOf: (path: string) => number,
): Promise<void> {
  switch (part.kind) {
    case 'group': {
      if (part.path === '') {
        job.addGroup('', root);
        return;
      }
      const [parent, name] = job.parentOf(part.path);
      job.addGroup(part.path, await parent.group(name, groupAttrs(part.encoding)));
      return;
    }
    case 'dataframe':
      return writeDataFrame(job, part, bytesOf);
    case 'matrix':
    case 'copy':
    case 'no-objects':
    case 'awkward':
    case 'shared-matrix':
    case 'aligned-matrix': {
      const bytes = bytesOf(part.path);
      return job.elem(part.path, bytes, () => writeElem(job, part, bytes));
    }
  }
}

async function writeElem(
  job: Job,
  part: Exclude<Part, GroupPart | DataFramePart>,
  bytes: number,
): Promise<void> {
  switch (part.kind) {
    case 'matrix':
      return writeMatrix(job, part, bytes);
    case 'copy':
      return copyElem(job, part, bytes);
    case 'no-objects':
      return writeNoObjects(job, part);
    case 'awkward':
      return writeAwkward(job, part, bytes);
    case 'shared-matrix':
      return part.complete(job, bytes);
    case 'aligned-matrix':
      return writeAlignedMatrix(job, part, bytes);
  }
}
