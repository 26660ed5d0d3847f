import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ConcatError } from '../../src/core/errors.ts';
import { openHdf5 } from '../../src/core/store/hdf5/read/open.ts';
import { concatenate } from '../support/concatenate.ts';
import { expectNoContradiction, expectSameBothWays } from './both-ways.ts';
import { arrayAt } from './describe.ts';
import { madeHdf5 } from './made.ts';

const { at, rootOf } = madeHdf5('make-hostile.py');

/** The file with another byte. */
async function damagedAt(whole: Buffer, place: number): Promise<string> {
  const damaged = Buffer.from(whole);
  damaged[place] = (damaged[place] ?? 0) ^ 0xff;
  await writeFile(at('damaged.h5'), damaged);
  return at('damaged.h5');
}

describe('damage', () => {
  it('does not hang at an attribute whose text leads astray', async () => {
    await expect(rootOf('heap.h5')).rejects.toMatchObject({ tag: 'StoreUnreadable' });
    expect((await rootOf('text.h5')).attrs).toEqual({ text: 'a text in a heap of the file' });
  });

  it('answers with our errors, whichever byte of the metadata is another', async () => {
    const whole = await readFile(at('text.h5'));
    let failures = 0;
    for (let at = 8; at < whole.length; at += 7) {
      const file = await damagedAt(whole, at);
      try {
        const store = await openHdf5(file, file);
        try {
          for (const name of await store.root.keys()) await store.root.get(name);
        } finally {
          await store.close();
        }
      } catch (error) {
        expect(error, `byte ${at}`).toBeInstanceOf(ConcatError);
        failures += 1;
      }
    }
    expect(failures).toBeGreaterThan(20);
  });
});

describe('the library, where it is needed', () => {
  it.each(['dense.h5', 'heap.h5', 'lzf.h5', 'moved.h5', 'odd.h5', 'text.h5', 'unknown.h5'])(
    'says the same of %s as our own code',
    async (name) => {
      expect(await expectSameBothWays(at(name))).toBeGreaterThan(0);
    },
  );

  it('takes nothing that is damaged for absent', async () => {
    const whole = await readFile(at('text.h5'));
    // The object header of the root group, in which its attribute is.
    for (let at = 800; at < 904; at += 1) {
      const file = await damagedAt(whole, at);
      await expectNoContradiction(file, `byte ${at}`);
    }
  });
});

describe('filters', () => {
  it.each([true, false])('names one that nobody has (direct: %s)', async (direct) => {
    const root = await rootOf('unknown.h5', direct);
    const before = await arrayAt(root, 'before');
    expect((await before.read(0, 1000)).values.length).toBe(1000);
    // Never the values of the array before, which lie in the library's memory.
    const array = await arrayAt(root, 'unknown');
    expect(array.filters).toEqual(['filter 31999']);
    await expect(array.read(0, 1000)).rejects.toMatchObject({ tag: 'ElemUnreadable' });
    await expect(array.read(0, 1000)).rejects.toThrow('filter 31999');
  });
});

describe('what is odd', () => {
  it.each([
    ['bfloat16', 'unusual float'],
    ['12 bits', 'unusual integer'],
    ['bits', 'bitfield'],
  ])('refuses values of %s by name', async (name, type) => {
    const array = await arrayAt(await rootOf('odd.h5'), name);
    expect(array.dtype).toEqual({ kind: 'opaque', name: type });
    await expect(array.read(0, 4)).rejects.toThrow(type);
  });

  it('refuses to list names that are no text', async () => {
    const names = await (await rootOf('odd.h5')).get('names');
    if (names.kind !== 'group') throw new Error('no group');
    await expect(names.keys()).rejects.toThrow('not UTF-8');
  });

  it.each(['one', 'two'])('does not go round in a circle of groups: %s', async (name) => {
    const circle = await (await rootOf('odd.h5')).get('circle');
    if (circle.kind !== 'group') throw new Error('no group');
    await expect(circle.get(name)).rejects.toThrow('back to a group that holds it');
  });

  it('reads attributes of a named datatype, and many and large ones', async () => {
    expect((await rootOf('odd.h5')).attrs).toEqual({ committed: [1.5, 2.5] });
    const { attrs } = await rootOf('dense.h5');
    expect(Object.keys(attrs).length).toBe(3001);
    expect(attrs['attribute 2999']).toBe(2999);
    expect(attrs['large']).toEqual(Array.from({ length: 20000 }, (_, i) => i));
  });

  it('reads a few of very many values that were never written', async () => {
    const array = await arrayAt(await rootOf('odd.h5'), 'huge shape');
    const { values } = await array.read(2 ** 49, 2 ** 49 + 4);
    expect(values).toEqual(Int8Array.from([3, 3, 3, 3]));
  });

  it('reads a file that lies behind other bytes', async () => {
    const root = await rootOf('moved.h5');
    expect(root.attrs).toEqual({ text: 'a text in a heap of the file' });
    const { values } = await (await arrayAt(root, 'values')).read(998, 1000);
    expect(values).toEqual(Int32Array.from([998, 999]));
  });
});

describe('links without an end', () => {
  const inputs = (name: string) => [at(name), at(name)];
  const options = { keys: ['a', 'b'], uns_merge: 'unique' };

  it('says where in uns there are too many ways, and does not go them all', async () => {
    const outcome = await concatenate(inputs('fan.h5ad'), at('out.h5ad'), options);
    const finding = {
      code: 'C036',
      elem: expect.stringMatching(/^uns\/fan(\/[ab])*$/u) as unknown,
      facts: { reason: expect.stringContaining('more than 100000 members') as unknown },
    };
    expect(outcome).toMatchObject({ kind: 'refused', findings: [finding, finding] });
  });

  it('says where uns is nested too deeply', async () => {
    const outcome = await concatenate(inputs('deep.h5ad'), at('out.h5ad'), options);
    const facts = { reason: 'it is nested too deeply' };
    const finding = { code: 'C036', elem: `uns/deep${'/a'.repeat(62)}`, facts };
    expect(outcome).toMatchObject({ kind: 'refused', findings: [finding, finding] });
  });

  it('does not matter where uns is not read', async () => {
    for (const name of ['fan.h5ad', 'deep.h5ad']) {
      const outcome = await concatenate(inputs(name), at(`out-${name}`), {});
      expect(outcome).toMatchObject({ kind: 'done' });
    }
  });

  it('gives up where soft links lead through each other', async () => {
    const root = await rootOf('soft-fan.h5');
    await expect(root.get('link 0')).rejects.toThrow('something that does not exist');
    expect((await root.get('few')).kind).toBe('group');
  });
});
