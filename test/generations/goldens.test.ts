import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedByTools } from '../hdf5/tools.ts';
import type { Generation } from '../python.ts';
import { digest } from '../support/digest.ts';
import { copyStore, differencesByReader, OUTPUTS, SAME } from './round-trip.ts';

const DATA = path.resolve(import.meta.dirname, '../goldens/data');

/** It has a name of a variable twice, which `anndata.concat` refuses as well. */
const REFUSED = 'err_dup_var/in0.h5ad';

const members = await readdir(DATA, { recursive: true });
const inputs = members
  .filter((member) => /^[^/]+\/in\d+\.(h5ad|zarr)$/u.test(member) && member !== REFUSED)
  .sort();
/** Of those that are the same file, the first. */
const distinct = new Map<string, string>();
for (const input of inputs) {
  const content = await digest(path.join(DATA, input));
  if (!distinct.has(content)) distinct.set(content, input);
}

/** Those that hold what the readers before the newest do not know: null, awkward arrays, Zarr 3. */
const UNKNOWN: Partial<Record<Generation, RegExp>> = {
  '0.8': /^(?:obsm_awkward|uns_(?:first|same)|zarr[23]_all_types)/u,
  '0.10': /^(?:uns_(?:first|same)|zarr[23]_all_types)/u,
};
const knows = (reader: Generation, input: string): boolean => UNKNOWN[reader]?.test(input) !== true;

let folder = '';
let reports: Awaited<ReturnType<typeof differencesByReader>> = new Map();
const copyOf = (input: string, { format, suffix }: (typeof OUTPUTS)[number]): string =>
  path.join(folder, `${input.replaceAll('/', ' ')}.${format}.${suffix}`);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'generations-'));
  const trips = [...distinct.values()].flatMap((input) =>
    OUTPUTS.map((output) => ({
      name: `${input} as ${output.format}`,
      original: path.join(DATA, input),
      copy: copyOf(input, output),
      format: output.format,
    })),
  );
  for (const { original, copy, format } of trips) await copyStore(original, copy, format);
  reports = await differencesByReader(trips, folder);
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each([...distinct.values()])('%s', (input) => {
  it.each(OUTPUTS)('is the same as $format to anndata $readers', ({ format, readers }) => {
    for (const reader of readers) {
      const expected = knows(reader, input) ? SAME : null;
      expect(reports.get(reader)?.[`${input} as ${format}`], reader).toEqual(expected);
    }
  });

  it('is accepted by the tools of HDF5', async () => {
    await acceptedByTools(copyOf(input, OUTPUTS[0]));
  });
});
