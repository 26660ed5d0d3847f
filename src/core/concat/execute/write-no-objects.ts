import { STRING_ARRAY } from '../../anndata/encoding.ts';
import type { NoObjectsPart } from '../blueprint.ts';
import type { Job } from './job.ts';

/** Writes an array of objects without values, as `anndata.io.write_elem` does. */
export async function writeNoObjects(job: Job, { path, shape }: NoObjectsPart): Promise<void> {
  const [group, name] = job.parentOf(path);
  const sink = await group.array(name, {
    dtype: { kind: 'string' },
    shape,
    growable: false,
    chunkRows: null,
    compression: { id: 'none' },
    attrs: STRING_ARRAY,
  });
  await sink.close();
}
