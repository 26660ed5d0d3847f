import { describe, expect, it } from 'vitest';
import { concatUnits, type JoinUnit } from './concat-units.ts';
import { masked, numpy, OBJECT, type PandasDType } from './dtype.ts';

const STRING: PandasDType = { kind: 'string' };
const category = (of: 'object' | 'int64' | 'bool', ...ids: number[]): PandasDType => ({
  kind: 'categorical',
  of,
  ordered: false,
  ids: Int32Array.from(ids),
});

/** An input with values, or with `rows` of 0, or whose values are `missing`. */
function unit(
  dtype: PandasDType | null,
  { rows = 3, missing = 'none' }: { rows?: number; missing?: 'none' | 'some' | 'all' } = {},
): JoinUnit {
  return {
    dtype,
    rows,
    isAllMissing: () => Promise.resolve(missing === 'all'),
    hasMissing: () => Promise.resolve(missing !== 'none'),
  };
}
const dtypeOf = async (...units: readonly JoinUnit[]): Promise<PandasDType> =>
  (await concatUnits(units)).dtype;

describe('numbers and bools', () => {
  it('are promoted as numpy does it where their kinds are b, i and u', async () => {
    expect(await dtypeOf(unit(numpy('int8')), unit(numpy('uint8')))).toEqual(numpy('int16'));
    expect(await dtypeOf(unit(numpy('bool')), unit(numpy('int8')))).toEqual(numpy('int8'));
  });

  it('depend on which comes first where bools meet floats', async () => {
    expect(await dtypeOf(unit(numpy('float64')), unit(numpy('bool')))).toEqual(numpy('float64'));
    expect(await dtypeOf(unit(numpy('bool')), unit(numpy('float64')))).toEqual(OBJECT);
  });

  it('make room for gaps', async () => {
    expect(await dtypeOf(unit(numpy('int8')), unit(null))).toEqual(numpy('float64'));
    expect(await dtypeOf(unit(numpy('bool')), unit(null))).toEqual(OBJECT);
    expect(await dtypeOf(unit(numpy('float32')), unit(null))).toEqual(numpy('float32'));
  });
});

describe('inputs without values', () => {
  it('have no say where they are made anew', async () => {
    const empty = unit(category('object'), { rows: 0 });
    expect(await concatUnits([unit(numpy('uint8')), unit(null), empty])).toEqual({
      dtype: numpy('float64'),
      isVoid: [false, true, true],
    });
  });

  it('have one where an int needs no room for gaps', async () => {
    const empty = unit(category('object'), { rows: 0 });
    expect(await dtypeOf(unit(numpy('uint8')), empty)).toEqual(OBJECT);
    expect(await dtypeOf(unit(numpy('int8')), unit(numpy('float32'), { rows: 0 }))).toEqual(
      numpy('float32'),
    );
  });

  it('are judged by kind only where the first is of a kind with them', async () => {
    const none = unit(masked('bool'), { rows: 0 });
    expect(await dtypeOf(none, unit(STRING))).toEqual(STRING);
    expect(await dtypeOf(unit(STRING), none)).toEqual(OBJECT);
  });
});

describe('nullable and categorical columns', () => {
  it('unite with numbers', async () => {
    expect(await dtypeOf(unit(masked('int8')), unit(numpy('uint16')))).toEqual(masked('int32'));
    expect(await dtypeOf(unit(masked('int64')), unit(numpy('float32')))).toEqual(masked('float64'));
    expect(await dtypeOf(unit(masked('bool')), unit(numpy('int8')))).toEqual(OBJECT);
  });

  it('are their values beside others, with room for gaps', async () => {
    const numbers = category('int64', 0, 1);
    expect(await dtypeOf(unit(numbers), unit(numpy('int64')))).toEqual(numpy('int64'));
    const gaps = { missing: 'some' } as const;
    expect(await dtypeOf(unit(numbers, gaps), unit(numpy('int64')))).toEqual(numpy('float64'));
    expect(await dtypeOf(unit(category('bool', 0), gaps), unit(numpy('bool')))).toEqual(OBJECT);
  });

  it('take the order of categories of the first input with values, where one lacks the column', async () => {
    const one = unit(category('object', 0, 1), { missing: 'all' });
    const other = unit(category('object', 1, 0));
    expect(await dtypeOf(one, other)).toEqual(one.dtype);
    expect(await dtypeOf(unit(null), one, other)).toEqual(other.dtype);
  });
});
