import { formJson } from '../../anndata/awkward/form-json.ts';
import { awkwardAttrs } from '../../anndata/encoding.ts';
import { itemSize } from '../../store/dtype.ts';
import type { AwkwardPart } from '../blueprint.ts';
import { createArray } from './arrays.ts';
import type { Job } from './job.ts';

/** Writes an awkward array, one buffer after another, each in blocks. */
export async function writeAwkward(job: Job, part: AwkwardPart, bytes: number): Promise<void> {
  const { path, output } = part;
  const report = job.start(path, bytes);
  const [parent, name] = job.parentOf(path);
  const group = await parent.group(name, awkwardAttrs(formJson(output.form), output.length));
  const compression = job.compression(part.sources);
  let done = 0;
  for (const { name: key, dtype, length, blocks } of output.buffers) {
    const spec = { kind: 'numeric', name: dtype } as const;
    const sink = await createArray(job, group, key, spec, length, undefined, compression);
    for await (const values of blocks(job)) {
      await sink.append({ kind: 'numeric', dtype, values }, job.signal);
      done += values.length * itemSize(dtype);
      report(done / Math.max(1, bytes));
    }
    await sink.close();
  }
  report(1);
}
