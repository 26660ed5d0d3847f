import { describe, expect, it } from 'vitest';
import {
  applyFix,
  checkDraft,
  defaultDraftOptions,
  draftSchema,
  toDraft,
  toRequest,
} from './form.ts';
import type { Draft, DraftOptions } from './form.ts';
import { optionsSchema, requestSchema } from './options.ts';

const draftWith = (options: Partial<DraftOptions> = {}, more: Partial<Draft> = {}): Draft => ({
  inputs: [
    { path: 'a.h5ad', key: 'a' },
    { path: 'b.h5ad', key: '' },
  ],
  output: 'o.h5ad',
  options: { ...defaultDraftOptions(), ...options },
  ...more,
});

describe('toRequest', () => {
  it('is the default request for a form that nobody changed', () => {
    const request = toRequest(draftWith());
    expect(request?.options).toEqual(optionsSchema.parse({}));
    expect(request?.inputs).toEqual([
      { path: 'a.h5ad', key: 'a' },
      { path: 'b.h5ad', key: null },
    ]);
  });

  it('takes over what was typed, in the units of the options', () => {
    const request = toRequest(
      draftWith({ label: 'batch', indexUnique: '-', fillValue: '0.0', memory: '512' }),
    );
    expect(requestSchema.parse(request).options).toMatchObject({
      label: 'batch',
      indexUnique: '-',
      fillValue: '0.0',
      memory: 2 ** 29,
    });
  });

  it('puts codec and level together, and forgets a level that no codec has', () => {
    const compressionOf = (options: Partial<DraftOptions>) =>
      toRequest(draftWith(options))?.options.compression;
    expect(compressionOf({ codec: 'gzip', level: '4' })).toBe('gzip:4');
    expect(compressionOf({ codec: 'zstd' })).toBe('zstd');
    expect(compressionOf({ codec: 'none', level: '4' })).toBe('none');
  });

  it.each([
    ['output', draftWith({}, { output: '' })],
    ['fillValue', draftWith({ fillValue: 'zero' })],
    ['level', draftWith({ codec: 'gzip', level: '10' })],
    ['level', draftWith({ codec: 'zstd', level: '0' })],
    ['maxLoadedElems', draftWith({ maxLoadedElems: '0' })],
    ['memory', draftWith({ memory: '7' })],
    ['memory', draftWith({ memory: '64.5' })],
    ['memory', draftWith({ memory: '' })],
  ] as const)('there is none while %s is at fault, which is told', (field, draft) => {
    expect(Object.keys(checkDraft(draft))).toEqual([field]);
    expect(toRequest(draft)).toBeUndefined();
  });
});

describe('toDraft', () => {
  it('is the draft whose request it was', () => {
    const options = { compression: 'zstd:7', fillValue: 'nan', label: 'b', maxLoadedElems: 5 };
    const request = requestSchema.parse({
      inputs: [{ path: 'a.h5ad', key: 'a' }, { path: 'https://x/b.zarr' }],
      output: 'o.zarr',
      options,
    });
    expect(toRequest(toDraft(request))).toEqual(request);
  });

  it('gives the keys of the options to the inputs', () => {
    const request = requestSchema.parse({
      inputs: [{ path: 'a.h5ad' }, { path: 'b.h5ad' }],
      output: 'o.h5ad',
      options: { keys: ['x', 'y'] },
    });
    expect(toDraft(request).inputs.map(({ key }) => key)).toEqual(['x', 'y']);
  });
});

describe('applyFix', () => {
  it('changes what the fix names and nothing else', () => {
    const draft = draftWith({ label: 'batch', fillValue: '0' });
    const fixed = applyFix(draft, { options: { join: 'outer', fillValue: null } });
    expect(fixed).toEqual(draftWith({ label: 'batch', join: 'outer', fillValue: '' }));
  });

  it('gives keys to their inputs', () => {
    const { inputs } = applyFix(draftWith(), { options: { keys: ['x', 'y'] } });
    expect(inputs.map(({ key }) => key)).toEqual(['x', 'y']);
    const without = applyFix(draftWith(), { options: { keys: null } });
    expect(without.inputs.map(({ key }) => key)).toEqual(['', '']);
  });

  it('takes a compression apart', () => {
    const { options } = applyFix(draftWith(), { options: { compression: 'gzip:2' } });
    expect([options.codec, options.level]).toEqual(['gzip', '2']);
  });

  it('rounds memory up to what the form can show', () => {
    const fixed = applyFix(draftWith(), { options: { memory: 100_000_000 } });
    expect(fixed.options.memory).toBe('96');
    expect(toRequest(fixed)?.options.memory).toBeGreaterThanOrEqual(100_000_000);
  });
});

it('refuses a kept draft of another form', () => {
  expect(draftSchema.safeParse(draftWith()).success).toBe(true);
  expect(draftSchema.safeParse({ ...draftWith(), theme: 'dark' }).success).toBe(false);
  expect(draftSchema.safeParse(undefined).success).toBe(false);
});
