import { describe, expect, it } from 'vitest';
import { liesAbout, seal, sealOf, structuresOf, writeUint } from './damage-hdf5.ts';
import { expectSameBothWays } from './both-ways.ts';
import { Patient } from './damage.ts';
import { madeHdf5 } from './made.ts';

const { at } = madeHdf5('make-damage.py');

/** Name, first byte in the structure, and bytes of a field. */
type Field = readonly [name: string, at: number, width: number];

const SUPERBLOCK_0: readonly Field[] = [['version', 8, 1], ['address size', 13, 1], ['base', 24, 8], ['end', 40, 8], ['root', 64, 8]]; // prettier-ignore
const SUPERBLOCK: readonly Field[] = [['version', 8, 1], ['address size', 9, 1], ['base', 12, 8], ['extension', 20, 8], ['end', 28, 8], ['root', 36, 8]]; // prettier-ignore

/** Fields by the structures' signatures (format specification, sections II, III, VII). */
const OLD: Readonly<Record<string, readonly Field[]>> = {
  'TREE': [['type', 4, 1], ['level', 5, 1], ['first key', 24, 8], ['first child', 32, 8], ['second key', 40, 8]],
  'SNOD': [['name', 8, 8], ['header', 16, 8], ['cache', 24, 4], ['next name', 48, 8], ['next header', 56, 8]],
  'HEAP': [['size', 8, 8], ['data', 24, 8]],
  'GCOL': [['size', 8, 8], ['first index', 16, 2], ['first size', 24, 8]],
}; // prettier-ignore
const HEADERS: Readonly<Record<string, readonly Field[]>> = {
  'OHDR': [['flags', 5, 1], ['size', 6, 1], ['first size', 8, 2]],
}; // prettier-ignore
const DENSE: Readonly<Record<string, readonly Field[]>> = {
  'BTHD': [['type', 5, 1], ['node size', 6, 4], ['record size', 10, 2], ['depth', 12, 2], ['root', 16, 8], ['root records', 24, 2], ['records', 26, 8]],
  'BTLF': [['type', 5, 1], ['first record', 6, 8], ['rest of it', 14, 4]],
  'FRHP': [['id length', 5, 2], ['filter length', 7, 2], ['flags', 9, 1], ['largest', 10, 4], ['huge index', 22, 8], ['width', 110, 2], ['first block', 112, 8], ['largest block', 120, 8], ['bits', 128, 2], ['root', 132, 8], ['rows', 140, 2]],
}; // prettier-ignore
const INDEXES: Readonly<Record<string, readonly Field[]>> = {
  'BTIN': [['type', 5, 1], ['first record', 6, 8]],
  'FHIB': [['heap', 5, 8], ['offset', 13, 4], ['first child', 17, 8], ['second child', 25, 8]],
  'FAHD': [['entry size', 6, 1], ['page bits', 7, 1], ['entries', 8, 8], ['block', 16, 8]],
  'FADB': [['header', 6, 8]],
  'EAHD': [['entry size', 6, 1], ['bits', 7, 1], ['in index', 8, 1], ['least', 9, 1], ['blocks', 10, 1], ['page bits', 11, 1], ['index', 60, 8]],
  'EAIB': [['header', 6, 8], ['first address', 14, 8]],
  'EASB': [['header', 6, 8]],
  'EADB': [['header', 6, 8]],
}; // prettier-ignore
const HDF = '\x89HDF';

const FILES: Readonly<Record<string, Readonly<Record<string, readonly Field[]>>>> = {
  'v0.h5': { [HDF]: SUPERBLOCK_0, ...OLD },
  'v2.h5': { [HDF]: SUPERBLOCK, ...HEADERS, OCHK: [['first size', 5, 2]], ...DENSE },
  'v3.h5': { [HDF]: SUPERBLOCK, ...HEADERS, ...DENSE, ...INDEXES },
};

const cases = Object.entries(FILES).flatMap(([name, structures]) =>
  Object.entries(structures).map(([signature, fields]) => ({ name, signature, fields })),
);

it.each(Object.keys(FILES))('%s is the same through the library, to begin with', async (name) => {
  expect(await expectSameBothWays(at(name))).toBeGreaterThan(10);
});

describe('a structure that lies about sizes and places', () => {
  it.each(cases)('is never believed: $signature of $name', async (one) => {
    const patient = await Patient.of(at(one.name));
    const { bytes } = patient;
    const [start] = structuresOf(bytes, one.signature);
    if (start === undefined) throw new Error('there is no such structure');
    const end = sealOf(bytes, start);
    for (const [field, offset, width] of one.fields) {
      for (const [lie, value] of liesAbout(start, bytes.length)) {
        await patient.suffer(`${field} is ${lie}`, (copy) => {
          writeUint(copy, start + offset, width, value);
          return seal(copy, start, end);
        });
      }
    }
  });
});

describe('a structure without its signature, or with another checksum', () => {
  it.each(cases)('is an error: $signature of $name', async ({ name, signature }) => {
    const patient = await Patient.of(at(name));
    const [start] = structuresOf(patient.bytes, signature);
    if (start === undefined) throw new Error('there is no such structure');
    const end = sealOf(patient.bytes, start);
    const failures = await patient.suffer('signature', (copy) => {
      copy.writeUInt8(0x58, start);
      return seal(copy, start, end);
    });
    expect(failures).toBeGreaterThan(0);
    if (end === undefined) return;
    const unsealed = await patient.suffer('checksum', (copy) => {
      copy.writeUInt8(copy.readUInt8(end) ^ 1, end);
      return copy;
    });
    expect(unsealed).toBeGreaterThan(0);
  });
});

describe('an object header of version 1', () => {
  it.each([
    ['version', 0, 1],
    ['size', 8, 4],
    ['first size', 18, 2],
  ] as const)('never lies about its %s', async (_, offset, width) => {
    const patient = await Patient.of(at('v0.h5'));
    const start = patient.bytes.readUInt32LE(64);
    for (const [lie, value] of liesAbout(start, patient.bytes.length)) {
      const failures = await patient.suffer(lie, (copy) => {
        writeUint(copy, start + offset, width, value);
        return copy;
      });
      if (lie === '2^64 - 2') expect(failures).toBeGreaterThan(0);
    }
  });
});

describe('a file that is cut, and whose superblock says that it is whole', () => {
  it.each([
    ['v0.h5', 40],
    ['v2.h5', 28],
    ['v3.h5', 28],
  ] as const)('is never taken for a whole one: %s', async (name, endField) => {
    const patient = await Patient.of(at(name));
    const { bytes } = patient;
    const superblockEnd = sealOf(bytes, 0);
    const signatures = Object.keys(FILES[name] ?? {});
    const cuts = signatures.flatMap((signature) => structuresOf(bytes, signature));
    for (const cut of cuts.flatMap((start) => [start, start + 6])) {
      const failures = await patient.suffer(`cut at ${cut}`, (copy) => {
        if (cut > endField + 8) copy.writeBigUInt64LE(BigInt(cut), endField);
        seal(copy, 0, superblockEnd);
        return copy.subarray(0, cut);
      });
      expect(failures, `cut at ${cut}`).toBeGreaterThan(0);
    }
  });
});
