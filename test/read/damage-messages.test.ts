import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ConcatError } from '../../src/core/errors.ts';
import { openHdf5 } from '../../src/core/store/hdf5/read/open.ts';
import { python } from '../python.ts';
import { writeUint } from './damage-hdf5.ts';
import { expectSameBothWays } from './both-ways.ts';
import { describeNode, hashOf, nodeAt, readInSteps } from './describe.ts';
import { madeHdf5 } from './made.ts';
import { heapBlocks, messagesAt, type Stretch } from './messages-hdf5.ts';

const { at } = madeHdf5('make-messages.py');

/** Bytes of a message in which every lie is told: sizes, versions, classes. */
const HEAD = 20;
/** Bytes of a message that are looked at. */
const MOST_BYTES = 200;

const addressesSchema = z.record(z.string(), z.record(z.string(), z.number()));
/** More values than this are not read: a shape may be a lie that nothing contradicts. */
const MOST = 100_000;

const nodeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('group'), keys: z.array(z.string()), attrs: z.array(z.tuple([z.string(), z.unknown()])) }),
  z.object({ kind: z.literal('array'), dtype: z.string(), shape: z.array(z.number()).nullable(), attrs: z.array(z.tuple([z.string(), z.unknown()])) }),
]); // prettier-ignore

/** What there is at `elem`, as check-messages.py describes it. @throws ConcatError */
async function contentOf(file: string, elem: string): Promise<object> {
  const store = await openHdf5(file, file);
  try {
    const node = await nodeAt(store.root, elem);
    const described = nodeSchema.parse(await describeNode(node));
    const attrs = Object.fromEntries(described.attrs);
    if (described.kind === 'group' || node.kind === 'group') {
      return { keys: described.kind === 'group' ? described.keys : [], attrs };
    }
    const { dtype, shape } = described;
    const count = shape?.reduce((product, n) => product * n, 1) ?? Infinity;
    const hash = count > MOST ? null : hashOf(await readInSteps(node, Infinity));
    // Values of no known type are refused by name.
    if (node.dtype.kind === 'opaque') await node.readValues(0, 0);
    return { dtype, shape, attrs, hash };
  } finally {
    await store.close();
  }
}

interface Lie {
  readonly what: string;
  readonly at: number;
  readonly width: number;
  readonly value: bigint;
}

/** Each byte as others, and larger numbers at every place where one may begin. */
function* liesIn({ name, start, stop }: Stretch, bytes: Buffer): Generator<Lie> {
  for (let place = start; place < Math.min(stop, start + MOST_BYTES); place++) {
    const what = `${name}, byte ${place - start}`;
    const byte = bytes.readUInt8(place);
    for (const value of place - start < HEAD ? [byte ^ 1, byte ^ 0x80, 0, 0xff] : [byte ^ 1, 0]) {
      if (value !== byte) yield { what, at: place, width: 1, value: BigInt(value) };
    }
    if (place % 4 !== 0 || place + 8 > stop) continue;
    for (const value of [2n ** 31n, 2n ** 63n, 2n ** 64n - 2n, BigInt(bytes.length + 4096)]) {
      yield { what: `${what} and on`, at: place, width: 8, value };
    }
  }
}

/** Bodies of which every lie was told, of whichever file. */
const seen = new Set<string>();

describe.each(['v1.h5', 'v2.h5', 'latest.h5'])('%s', (name) => {
  it('is the same through the library, to begin with', async () => {
    expect(await expectSameBothWays(at(name))).toBeGreaterThan(10);
  });

  it('is read as h5py reads it, or refused, whatever a message says', async () => {
    const json: unknown = JSON.parse(readFileSync(at('addresses.json'), 'utf8'));
    const elems = Object.entries(addressesSchema.parse(json)[name] ?? {});
    const bytes = readFileSync(at(name));
    const file = at(`damaged ${name}`);
    writeFileSync(file, bytes);
    const fd = openSync(file, 'r+');
    /** What a lie makes of an elem without an error of ours, and other than it was. */
    const claims: { case: object; what: string; ours: object }[] = [];
    let refused = 0;

    const tell = async (elem: string, sound: string, lie: Lie, seal: Stretch['seal']) => {
      const copy = Buffer.from(bytes);
      writeUint(copy, lie.at, lie.width, lie.value);
      seal(copy);
      const patches: [number, string][] = [];
      for (let i = 0; i < copy.length; i += 64) {
        const [old, now] = [bytes.subarray(i, i + 64), copy.subarray(i, i + 64)];
        if (!old.equals(now)) patches.push([i, now.toString('hex')]);
      }
      for (const [offset, patch] of patches)
        writeSync(fd, Buffer.from(patch, 'hex'), 0, null, offset);
      const what = `${elem}: ${lie.what} is ${lie.value}`;
      try {
        const ours = await contentOf(file, elem);
        if (JSON.stringify(ours) !== sound)
          claims.push({ case: { file: name, elem, patches }, what, ours });
      } catch (error) {
        if (!(error instanceof ConcatError)) throw new Error(what, { cause: error });
        expect(error, what).toMatchObject({ path: file });
        if (error.tag === 'ElemUnreadable') expect(['', elem], what).toContain(error.elem);
        else expect(error.tag, what).toBe('StoreUnreadable');
        refused += 1;
      }
      for (const [offset, { length }] of patches) writeSync(fd, bytes, offset, length / 2, offset);
    };

    for (const [elem, address] of elems) {
      const sound = JSON.stringify(await contentOf(file, elem));
      const heaps = elem === 'many' ? heapBlocks(bytes) : [];
      for (const stretch of [...messagesAt(bytes, address), ...heaps]) {
        // What was said of another elem in the same way need not be said again.
        const own = `${stretch.name} ${bytes.toString('hex', stretch.body, stretch.stop)}`;
        if (seen.has(own)) continue;
        seen.add(own);
        for (const lie of liesIn(stretch, bytes)) await tell(elem, sound, lie, stretch.seal);
      }
    }
    closeSync(fd);
    expect(refused).toBeGreaterThan(1000);
    writeFileSync(at('cases.json'), JSON.stringify(claims.map((claim) => claim.case)));
    const script = path.join(import.meta.dirname, 'check-messages.py');
    const theirs = z.array(z.unknown()).parse(JSON.parse(await python(script, [at('')])));
    expect(theirs).toHaveLength(claims.length);
    const wrong = claims.flatMap(({ what, ours }, i) => {
      const [own, others] = [ours, theirs[i]].map((content) => JSON.stringify(content));
      return own === others ? [] : [`${what}: ${own ?? ''}, not ${others ?? ''}`];
    });
    expect(wrong).toEqual([]);
  });
});
