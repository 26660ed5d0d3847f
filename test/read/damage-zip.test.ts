import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/core/store/open.ts';
import { contentOf, expectHonest, Patient } from './damage.ts';
import { arrayAt } from './describe.ts';
import { chunk, MEMBERS } from './small-zarr.ts';
import { zipOf } from './zip-file.ts';

let folder: string;
let next = 0;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'zip-')));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, `${next++}.zip`);
  await writeFile(file, bytes);
  return file;
}

const { bytes: SOUND, places } = zipOf(MEMBERS);

/** Byte and width of a field of an entry of the directory, and of a header in front of a member. */
const ENTRY = {
  signature: [0, 4], flags: [8, 2], method: [10, 2], checksum: [16, 4], 'stored size': [20, 4], size: [24, 4],
  'length of the name': [28, 2], 'length of the extra fields': [30, 2], 'length of the comment': [32, 2],
  'place': [42, 4],
} as const; // prettier-ignore
const LOCAL = {
  signature: [0, 4], flags: [6, 2], method: [8, 2], checksum: [14, 4], 'stored size': [18, 4], size: [22, 4],
  'length of the name': [26, 2], 'length of the extra fields': [28, 2],
} as const; // prettier-ignore
const END = {
  signature: [0, 4], disk: [4, 2], members: [10, 2], place: [16, 4], 'length of the comment': [20, 2],
} as const; // prettier-ignore

const fields = [
  ...Object.entries(ENTRY).map((field) => ['an entry', places.entries, ...field] as const),
  ...Object.entries(LOCAL).map((field) => ['a header', places.locals, ...field] as const),
  ...Object.entries(END).map((field) => ['the end', [places.end], ...field] as const),
];

describe('an archive that lies', () => {
  it.each(fields)('is never believed: %s, %#', async (where, starts, field, [offset, width]) => {
    const patient = await Patient.of(await fileOf(SOUND));
    for (const start of starts) {
      const at = start + offset;
      const truth = SOUND.readUIntLE(at, width);
      const most = 2 ** (8 * width) - 1;
      for (const lie of new Set([0, truth + 1, truth * 2, most])) {
        if (lie === truth || lie > most) continue;
        await patient.suffer(`${where} at ${start}: ${field} is ${lie}`, (copy) => {
          copy.writeUIntLE(lie, at, width);
          return copy;
        });
      }
    }
  });

  it('never gives the bytes of another member', async () => {
    const patient = await Patient.of(await fileOf(SOUND));
    for (const [i, entry] of places.entries.entries()) {
      for (const [j, other] of places.locals.entries()) {
        if (i === j) continue;
        const what = `${MEMBERS[i]?.name} leads to ${MEMBERS[j]?.name}`;
        const failures = await patient.suffer(what, (copy) => {
          copy.writeUInt32LE(other, entry + 42);
          return copy;
        });
        expect(failures, what).toBeGreaterThan(0);
      }
    }
  });

  it('is refused when its directory goes on behind the number of members that it states', async () => {
    const patient = await Patient.of(await fileOf(SOUND));
    for (let count = 1; count < MEMBERS.length; count++) {
      const failures = await patient.suffer(`${count} members`, (copy) => {
        copy.writeUInt16LE(count, places.end + 10);
        return copy;
      });
      expect(failures).toBe(1);
    }
  });

  it('is an error wherever it is cut', async () => {
    const patient = await Patient.of(await fileOf(SOUND));
    for (const cut of [...places.locals, ...places.entries, places.end, SOUND.length - 1]) {
      const failures = await patient.suffer(`cut at ${cut}`, (copy) => copy.subarray(0, cut));
      expect(failures).toBeGreaterThan(0);
    }
  });
});

describe('an archive of odd members', () => {
  it('is sound, to begin with', async () => {
    const content = await contentOf(await fileOf(SOUND));
    expect([...content.keys()].sort()).toEqual(['', 'd', 's', 'store']);
  });

  it('gives the last of those that have one name, as Python does', async () => {
    const twice = [{ name: 'd/c/1', content: chunk(0, 0, 0, 9) }, ...MEMBERS];
    const sound = await contentOf(await fileOf(SOUND));
    expect(await expectHonest(await fileOf(zipOf(twice).bytes), sound, 'twice')).toBe(0);
  });

  it('that inflate to more than is said gives an error', async () => {
    const bomb = MEMBERS.map((member) =>
      member.name === 'd/c/0'
        ? { ...member, content: Buffer.alloc(2 ** 20), isDeflated: true }
        : member,
    );
    const made = zipOf(bomb);
    const entry = made.places.entries[5] ?? 0;
    for (const size of [16, 2 ** 20]) {
      made.bytes.writeUInt32LE(size, entry + 24);
      const store = await openStore(await fileOf(made.bytes));
      const array = await arrayAt(store.root, 'd');
      await expect(array.read(0, 4)).rejects.toMatchObject({ tag: 'ElemUnreadable', elem: 'd' });
      await store.close();
    }
  });
});

describe('a zip64 archive', () => {
  /** Its end says that a further record has the number of members and the place of the directory. */
  function zip64(count: number, start: number, recordAt: number): Buffer {
    const record = Buffer.alloc(56);
    record.write('PK\x06\x06', 'latin1');
    record.writeBigUInt64LE(44n, 4);
    record.writeBigUInt64LE(BigInt(count), 24);
    record.writeBigUInt64LE(BigInt(count), 32);
    record.writeBigUInt64LE(BigInt(start), 48);
    const locator = Buffer.alloc(20);
    locator.write('PK\x06\x07', 'latin1');
    locator.writeBigUInt64LE(BigInt(recordAt), 8);
    const end = Buffer.from(SOUND.subarray(places.end));
    end.writeUInt16LE(0xffff, 10);
    end.writeUInt32LE(0xffffffff, 16);
    return Buffer.concat([SOUND.subarray(0, places.end), record, locator, end]);
  }
  const [start = 0] = places.entries;

  it('gives the same as another', async () => {
    const sound = await contentOf(await fileOf(SOUND));
    const file = await fileOf(zip64(MEMBERS.length, start, places.end));
    expect(await expectHonest(file, sound, 'zip64')).toBe(0);
  });

  it.each([
    ['fewer members', 3, start, places.end],
    ['more members', 2 ** 40, start, places.end],
    ['no members', 0, start, places.end],
    ['a directory elsewhere', MEMBERS.length, start + 1, places.end],
    ['a directory behind its end', MEMBERS.length, 2 ** 52, places.end],
    ['a record elsewhere', MEMBERS.length, start, places.end - 1],
    ['a record behind its end', MEMBERS.length, start, 2 ** 52],
  ])('that lies is refused: %s', async (_, ...lies) => {
    await expect(openStore(await fileOf(zip64(...lies)))).rejects.toMatchObject({
      tag: 'StoreUnreadable',
    });
  });
});
