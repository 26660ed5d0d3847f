import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/core/store/open.ts';
import { concatenate } from '../support/concatenate.ts';
import { madeBy } from './made.ts';

const at = madeBy('make-bad.py');

/** What each store is told of: the elem, or that it is no AnnData. */
const BAD = {
  'no obs': null,
  'no var': null,
  'obs is an array': 'obs',
  'another kind of store': null,
  'no indices': 'X',
  'text for values': 'X',
  'fewer indices': 'X',
  'an index outside': 'X',
  'an indptr that falls': 'X',
  'another shape': 'X',
  'no column': 'obs',
  'a shorter column': 'obs',
  'no codes': 'obs',
  'a code outside': 'obs',
  'no names': 'obs',
  'a layer of another shape': 'layers/dense',
} as const;

describe.each(['h5ad', 'zarr2.zarr', 'zarr3.zarr'])('a store in %s', (suffix) => {
  it('is joined, to begin with', async () => {
    const outcome = await concatenate([at(`sound.${suffix}`)], at(`out of ${suffix}.h5ad`), {});
    expect(outcome).toMatchObject({ kind: 'done' });
  });

  it.each(Object.entries(BAD))('that has %s is told by file and elem', async (name, elem) => {
    const input = at(`${name}.${suffix}`);
    const outcome = await concatenate([at(`sound.${suffix}`), input], at('never.h5ad'), {});
    const told =
      outcome.kind === 'failed'
        ? [outcome.failure]
        : outcome.kind === 'refused'
          ? outcome.findings.map((finding) => ({
              tag: finding.code,
              path: finding.input,
              elem: finding.elem,
            }))
          : [];
    const expected = {
      path: input,
      elem: elem === null ? null : (expect.stringMatching(`^${elem}`) as unknown),
    };
    expect(told).toContainEqual(expect.objectContaining(expected));
  });
});

describe('what stands in the place of a store', () => {
  it('is told where it is a circle of links, in both formats', async () => {
    for (const name of ['circle.h5ad', 'circle.zarr']) {
      await symlink(at(name), at(name));
      await expect(openStore(at(name))).rejects.toMatchObject({
        tag: 'StoreUnreadable',
        path: at(name),
        reason: 'ELOOP',
      });
    }
  });

  it.each(['.zgroup', 'zarr.json'])(
    'is told where its %s is a folder, a circle or empty',
    async (name) => {
      const folder = at(`bad ${name}`);
      const refused = () =>
        expect(openStore(folder)).rejects.toMatchObject({
          tag: expect.stringMatching(/^(Store|Elem)Unreadable$/u) as unknown,
          path: folder,
        });
      await mkdir(path.join(folder, name), { recursive: true });
      await refused();
      await rm(path.join(folder, name), { recursive: true });
      await symlink(name, path.join(folder, name));
      await refused();
      await rm(path.join(folder, name));
      await writeFile(path.join(folder, name), '');
      await refused();
    },
  );
});
