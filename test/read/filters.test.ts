import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type * as libraryReader from '../../src/core/store/hdf5/read/library-reader.ts';
import { openHdf5 } from '../../src/core/store/hdf5/read/open.ts';
import { planSchema } from '../../src/shared/plan.ts';
import { python } from '../python.ts';
import { build, type Build } from '../support/build.ts';
import { concatenate } from '../support/concatenate.ts';
import { run } from '../support/tool.ts';
import { OURS_ALONE } from './both-ways.ts';
import { nodeAt, readInSteps } from './describe.ts';

type LibraryReader = typeof libraryReader;
const library = vi.hoisted(() => ({ reads: 0 }));
vi.mock('../../src/core/store/hdf5/read/library-reader.ts', async (original) => {
  const actual = await original<LibraryReader>();
  const readThroughLibrary: LibraryReader['readThroughLibrary'] = (...args) => {
    library.reads += 1;
    return actual.readThroughLibrary(...args);
  };
  return { ...actual, readThroughLibrary };
});
/** What docs/formats.md says is decoded by our own code; values of all other filters come from the library. */
const OURS = new Set(['gzip', 'shuffle', 'fletcher32', 'lzf', 'zstd', 'blosc']);

const expectedSchema = z.object({
  arrays: z.record(z.string(), z.record(z.string(), z.array(z.number()))),
  filters: z.array(z.string()),
  refused: z.array(z.string()),
});
const SCRIPT = path.join(import.meta.dirname, 'make-filters.py');

let folder: string;
let built: Build;
let expected: z.infer<typeof expectedSchema>;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'read-filters-')));
  [built] = await Promise.all([build(), python(SCRIPT, [folder])]);
  const json = await readFile(path.join(folder, 'expected.json'), 'utf8');
  expected = expectedSchema.parse(JSON.parse(json));
});
afterAll(async () => {
  await built.remove();
  await rm(folder, { recursive: true });
});

const at = (name: string): string => path.join(folder, name);

describe.each([true, false])('from source (direct: %s)', (direct) => {
  it('reads arrays of every dtype through every filter', async () => {
    const store = await openHdf5(at('arrays.h5'), at('arrays.h5'), { direct });
    expect(Object.keys(expected.arrays).length).toBeGreaterThan(40);
    for (const [filter, arrays] of Object.entries(expected.arrays)) {
      for (const [name, values] of Object.entries(arrays)) {
        const array = await nodeAt(store.root, `${filter}/${name}`);
        if (array.kind !== 'array') throw new Error('no array');
        if (!direct && array.filters.some((name) => OURS_ALONE.includes(name))) {
          await expect(array.read(0, 1), filter).rejects.toMatchObject({ tag: 'ElemUnreadable' });
          continue;
        }
        library.reads = 0;
        for (const step of [Infinity, 50]) {
          const read = (await readInSteps(array, step)).flatMap((block) =>
            block.kind === 'numeric' ? Array.from(block.values, Number) : [],
          );
          expect(read, `${filter}/${name}`).toEqual(values);
        }
        const isOurs = direct && array.filters.every((each) => OURS.has(each));
        expect(library.reads === 0, `${filter}/${name}`).toBe(isOurs);
      }
    }
    await store.close();
  });
});

describe('from the bundle', () => {
  it('concatenates stores of every filter, as anndata reads both', async () => {
    const inputs = expected.filters.map((name) => `${name}.h5ad`);
    const out = at('out.h5ad');
    const { code, stderr } = await run(built.cli, ['concat', ...inputs, '-o', out, '--quiet'], {
      cwd: folder,
    });
    expect(code, stderr).toBe(0);
    const check = path.join(import.meta.dirname, 'check-filters.py');
    const { rows } = z
      .object({ rows: z.number() })
      .parse(JSON.parse(await python(check, [out, ...inputs.map(at)])));
    expect(rows).toBe(150 * inputs.length);
  });

  it('tells of damage that aborts the HDF5 library in our words alone', async () => {
    const bytes = await readFile(at('bzip2.h5ad'));
    // The first of a block of bzip2, behind the signature of a stream.
    const block = Buffer.from('314159265359', 'hex');
    for (let i = bytes.indexOf(block); i !== -1; i = bytes.indexOf(block, i))
      bytes.fill(0xff, i, i + 6);
    await writeFile(at('damaged.h5ad'), bytes);
    const args = ['concat', 'damaged.h5ad', '-o', 'failed.h5ad', '--quiet'];
    const { code, stdout, stderr } = await run(built.cli, args, { cwd: folder });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('its filter «bzip2» is not available or failed');
    expect(stderr).not.toMatch(/HDF5-DIAG|#\d\d\d|Aborted/u);
  });

  it('names a filter whose plugin is not there', async () => {
    const plugins = path.join(path.dirname(built.cli), 'plugins');
    await rm(path.join(plugins, 'libH5Zbz2.so'));
    const args = ['bzip2.h5ad', 'gzip.h5ad', '-o', 'missing.h5ad', '--json'];
    const { code, stdout } = await run(built.cli, ['plan', ...args], { cwd: folder });
    expect(code).toBe(1);
    const { findings } = planSchema.parse(JSON.parse(stdout));
    expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'C033', elem: 'X', facts: { filter: 'filter 307 (bzip2)' } },
      { code: 'C033', elem: 'layers/dense', facts: { filter: 'filter 307 (bzip2)' } },
    ]);
    expect((await run(built.cli, ['concat', ...args], { cwd: folder })).code).toBe(1);
    expect((await readdir(folder)).filter((name) => name.includes('missing'))).toEqual([]);
  });
});

describe('a filter that cannot be read', () => {
  const options = { merge: 'same', uns_merge: 'unique' };
  const refusal = (elem: string, filter: string) => ({
    kind: 'refused',
    findings: [{ code: 'C033', elem, input: expect.any(String) as unknown, facts: { filter } }],
  });

  it('is named wherever it is, before anything is written', async () => {
    expect(expected.refused.length).toBe(12);
    for (const elem of expected.refused) {
      const input = at(`refused-${elem.replaceAll('/', '-')}.h5ad`);
      const outcome = await concatenate([input, at('base.h5ad')], at('not.h5ad'), options);
      expect(outcome, elem).toMatchObject(refusal(elem, 'filter 31999'));
    }
    expect(await readdir(folder)).not.toContain('not.h5ad');
  });

  it('is named by its registered name, where it has one', async () => {
    const inputs = [at('refused-sz3.h5ad'), at('base.h5ad')];
    const outcome = await concatenate(inputs, at('not.h5ad'), options);
    expect(outcome).toMatchObject(refusal('obsm/pca', 'filter 32024 (sz3)'));
  });

  it('is named where its plugin cannot decode it', async () => {
    const outcome = await concatenate([at('zlib-in-blosc2.h5ad')], at('not.h5ad'), options);
    expect(outcome).toMatchObject(refusal('layers/dense', 'filter 32026 (blosc2, zlib)'));
  });

  it('does not matter where nothing is read', async () => {
    const inputs = ['varm-loadings', 'var-column', 'varm-table', 'uns-nested-values'];
    for (const name of inputs) {
      const outcome = await concatenate(
        [at(`refused-${name}.h5ad`), at('base.h5ad')],
        at(`without-${name}.h5ad`),
        {},
      );
      expect(outcome, name).toMatchObject({ kind: 'done' });
    }
  });
});
