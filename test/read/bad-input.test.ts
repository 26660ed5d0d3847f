import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/core/store/open.ts';
import { concatenate } from '../support/concatenate.ts';
import { type FileServer, serveFiles } from '../support/file-server.ts';
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

let server: FileServer;
beforeAll(async () => {
  server = await serveFiles(at(''));
});
afterAll(() => server.close());

const PLACES = ['h5ad', 'zarr2.zarr', 'zarr3.zarr', 'zip', 'served.zarr'];
const placed = (name: string): string =>
  name.endsWith('.served.zarr') ? `${server.url}/${name}` : at(name);

describe.each(PLACES)('a store in %s', (suffix) => {
  it('is joined, to begin with', async () => {
    const outcome = await concatenate([placed(`sound.${suffix}`)], at(`out of ${suffix}.h5ad`), {});
    expect(outcome).toMatchObject({ kind: 'done' });
  });

  it.each(Object.entries(BAD))('that has %s is told by file and elem', async (name, elem) => {
    const input = placed(`${name}.${suffix}`);
    const outcome = await concatenate([placed(`sound.${suffix}`), input], at('never.h5ad'), {});
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

/** No store of any format; a few bytes of the beginning of other files. */
const NO_STORES: readonly (readonly [string, string])[] = [
  ['0 bytes', ''],
  ['text', 'cells,genes\n1,2\n'],
  ['JSON', '{"cells": 3}'],
  ['a picture', '\u0089PNG\r\n\u001a\n\0\0\0\rIHDR'],
  ['gzip', '\u001f\u008b\u0008\0\0\0\0\0'],
  ['the beginning of an archive', 'PK\u0003\u0004\u0014\0'],
  ['the beginning of an .h5ad', '\u0089HDF\r\n\u001a\n'],
  ['zeros', '\0'.repeat(4096)],
];

/** The elems that a concatenation in which uns is read finds fault with. */
async function unsProblems(input: string): Promise<readonly (string | null | undefined)[]> {
  const outcome = await concatenate([input], at('never.h5ad'), { uns_merge: 'first' });
  if (outcome.kind === 'failed') {
    expect(outcome.failure).toMatchObject({ tag: 'ElemUnreadable', path: input });
    return [outcome.failure.elem];
  }
  if (outcome.kind !== 'refused') return [];
  for (const finding of outcome.findings) expect(finding).toMatchObject({ input });
  return outcome.findings.map(({ elem }) => elem);
}

describe('uns without an end', () => {
  it.each(PLACES)('is told where it is nested too deeply: %s', async (suffix) => {
    const [elem] = await unsProblems(placed(`too deep.${suffix}`));
    expect(elem).toMatch(/^uns(?:\/g){60,}/u);
  });

  it.each(['zarr2.zarr', 'zarr3.zarr'])(
    'is told where a folder leads to itself: %s',
    async (suffix) => {
      const store = at(`in a circle.${suffix}`);
      await cp(at(`sound.${suffix}`), store, { recursive: true });
      await symlink('.', path.join(store, 'uns', 'again'));
      const [elem] = await unsProblems(store);
      expect(elem).toMatch(/^uns(?:\/again)+/u);
    },
  );
});

describe('what stands in the place of a store', () => {
  it.each(NO_STORES)('is told by its name, whatever that is: %s', async (_, content) => {
    for (const name of ['x.h5ad', 'x.zarr', 'x.zip', 'x']) {
      await writeFile(at(name), Buffer.from(content, 'latin1'));
      for (const place of [at(name), `${server.url}/${name}`]) {
        await expect(openStore(place), place).rejects.toMatchObject({
          tag: 'StoreUnreadable',
          path: place,
        });
        const outcome = await concatenate([at('sound.h5ad'), place], at('never.h5ad'), {});
        expect(outcome, place).toMatchObject({ kind: 'refused', findings: [{ input: place }] });
      }
    }
  });

  it.each(['x.h5ad', 'x.zarr', 'x.zip'])('is told where it is a folder: %s', async (name) => {
    await rm(at(name), { recursive: true, force: true });
    await mkdir(path.join(at(name), 'inner'), { recursive: true });
    for (const place of [at(name), `${server.url}/${name}`])
      await expect(openStore(place), place).rejects.toMatchObject({
        tag: expect.stringMatching(/^Store(?:Unreadable|NotFound)$/u) as unknown,
        path: place,
      });
  });

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
