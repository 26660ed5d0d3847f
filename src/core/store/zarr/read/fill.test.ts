import { expect, it } from 'vitest';
import { recordFill } from './fill.ts';
import { parseV3 } from './meta-v3.ts';

/** A record of which nothing is stored, of the metadata that zarr-python 3.4 writes, or before 3.2. */
function fillOf(fields: readonly unknown[], fill: unknown, endian = 'little'): string {
  const { coding } = parseV3(
    {
      zarr_format: 3,
      node_type: 'array',
      shape: [2],
      data_type: { name: 'struct', configuration: { fields } },
      chunk_grid: { name: 'regular', configuration: { chunk_shape: [2] } },
      chunk_key_encoding: { name: 'default' },
      fill_value: fill,
      codecs: [{ name: 'bytes', configuration: { endian } }],
    },
    {},
  );
  if (coding.kind !== 'records') throw new TypeError(coding.kind);
  return Buffer.from(recordFill(coding, fill)).toString('hex');
}

const NUMBER = { name: 'n', data_type: 'int16' };
const TEXT = {
  name: 't',
  data_type: { name: 'fixed_length_utf32', configuration: { length_bytes: 8 } },
};

it('is of each field, by its name', () => {
  expect(fillOf([NUMBER, TEXT], { t: 'é', n: 258 })).toBe('0201e900000000000000');
  expect(fillOf([NUMBER, TEXT], { t: 'é', n: 258 }, 'big')).toBe('0102000000e900000000');
});

it('is 0 of a field that has none', () => {
  expect(fillOf([NUMBER, TEXT], { n: 1 })).toBe('01000000000000000000');
  expect(fillOf([NUMBER], null)).toBe('0000');
});

it('is of the fields of a record in it', () => {
  const inner = { name: 'struct', configuration: { fields: [NUMBER, NUMBER] } };
  const fill = { a: { n: 1 }, n: 2 };
  expect(fillOf([{ name: 'a', data_type: inner }, NUMBER], fill)).toBe('010001000200');
});

it('is of both parts of a complex number', () => {
  const field = { name: 'z', data_type: 'complex64' };
  expect(fillOf([field], { z: [1, 'NaN'] })).toBe('0000803f0000c07f');
});

it('is in base64 of all of the record, with fields as zarr-python had them before', () => {
  const fields = [
    ['n', 'int16'],
    ['m', 'int8'],
  ];
  expect(fillOf(fields, 'AQID')).toBe('010203');
});

it('must be of the type of its field', () => {
  expect(() => fillOf([NUMBER], { n: 1.5 })).toThrow(RangeError);
  expect(() => fillOf([TEXT], { t: 1 })).toThrow(RangeError);
});
