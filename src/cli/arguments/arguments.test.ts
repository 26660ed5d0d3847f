import { Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { UsageInvalidError } from '../../core/errors.ts';
import { optionsSchema } from '../../shared/options.ts';
import { addConcatOptions } from './concat-options.ts';
import { parseInput } from './input.ts';
import { parseConcatArguments, type ConcatArguments } from './request.ts';
import { parseSize } from './size.ts';

/** What `concat` makes of a command line; `existing` are the paths on the disk. */
function parse(line: readonly string[], existing: readonly string[] = []): ConcatArguments {
  const command = addConcatOptions(new Command()).exitOverride();
  command.configureOutput({ writeErr: () => undefined });
  let parsed: ConcatArguments | undefined;
  command.action((inputs: unknown, flags: unknown) => {
    parsed = parseConcatArguments(inputs, flags, (path) => existing.includes(path));
  });
  command.parse(line, { from: 'user' });
  if (parsed === undefined) throw new Error('the action was not called');
  return parsed;
}

describe('parseSize', () => {
  it.each([
    ['512MiB', 512 * 2 ** 20],
    ['64MB', 64_000_000],
    ['67108864', 67_108_864],
    ['1.5 GiB', 1.5 * 2 ** 30],
    ['2tib', 2 * 2 ** 40],
    ['10b', 10],
    ['0', 0],
  ])('takes %s', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', 'MiB', '-1', '1e9', '64M', '1.MB', '0x10', '1 2', '99999999TiB', '5constructor'])(
    'refuses %j',
    (text) => {
      expect(parseSize(text)).toBeUndefined();
    },
  );
});

describe('parseInput', () => {
  it.each([
    ['a.h5ad', 'a.h5ad', null],
    ['k=a.h5ad', 'a.h5ad', 'k'],
    ['k=dir/x=1.h5ad', 'dir/x=1.h5ad', 'k'],
    ['x=1.h5ad', 'x=1.h5ad', null],
    ['=a.h5ad', '=a.h5ad', null],
    ['a=', 'a=', null],
    ['https://host/a.zarr?sig=1', 'https://host/a.zarr?sig=1', null],
    ['k=https://host/a.zarr?sig=1', 'https://host/a.zarr?sig=1', 'k'],
  ])('%s', (argument, path, key) => {
    expect(parseInput(argument, (name) => name === 'x=1.h5ad')).toEqual({ path, key });
  });
});

describe('the arguments of concat', () => {
  it('have the defaults of the options', () => {
    const { request, json, quiet, dryRun } = parse(['a.h5ad', '-o', 'out.zarr']);
    expect(request).toEqual({
      inputs: [{ path: 'a.h5ad', key: null }],
      output: 'out.zarr',
      options: optionsSchema.parse({}),
    });
    expect({ json, quiet, dryRun }).toEqual({ json: false, quiet: false, dryRun: false });
  });

  it('take every option', () => {
    const { request, json, quiet } = parse(
      [
        ...['a', 'k=b', '--in', 'c', 'd', '--out', 'o.h5ad', '--keys', 'w', 'x', '--axis', 'var'],
        ...['--join', 'outer', '--merge', 'same', '--uns-merge', 'first', '--label', 'batch'],
        ...[
          '--index-unique',
          '-',
          '--fill-value',
          '-1.5',
          '--pairwise',
          '--column-conflicts',
          'drop',
          '--max-loaded-elems',
          '7',
        ],
        ...['--memory', '512MiB', '--format', 'zarr2', '--compression', 'gzip:4', '--overwrite'],
        ...['--verify', 'full', '--json', '--quiet'],
      ],
      ['a'],
    );
    expect(request.inputs).toEqual([
      { path: 'a', key: null },
      { path: 'b', key: 'k' },
      { path: 'c', key: null },
      { path: 'd', key: null },
    ]);
    expect(request.output).toBe('o.h5ad');
    expect(request.options).toEqual({
      axis: 'var',
      join: 'outer',
      merge: 'same',
      unsMerge: 'first',
      label: 'batch',
      keys: ['w', 'x'],
      indexUnique: '-',
      fillValue: '-1.5',
      pairwise: true,
      columnConflicts: 'drop',
      maxLoadedElems: 7,
      memory: 512 * 2 ** 20,
      format: 'zarr2',
      compression: 'gzip:4',
      overwrite: true,
      verify: 'full',
    });
    expect({ json, quiet }).toEqual({ json: true, quiet: true });
  });

  it('take numbers for the axis, none for a strategy, and an empty separator', () => {
    const line = ['a', '-o', 'o', '--axis', '1', '--merge', 'none', '--index-unique', ''];
    const { options } = parse(line).request;
    expect(options).toMatchObject({ axis: 'var', merge: null, indexUnique: '' });
    expect(parse(['a', '-o', 'o', '--axis', '0']).request.options.axis).toBe('obs');
    expect(parse(['a', '-o', 'o', '--fill-value', 'NaN']).request.options.fillValue).toBe('nan');
  });

  it('end a list of values at --', () => {
    const { request } = parse(['-o', 'o', '--keys', 'x', '--', 'a']);
    expect(request.inputs).toEqual([{ path: 'a', key: null }]);
    expect(request.options.keys).toEqual(['x']);
  });

  it.each([
    [['--axis', '2']],
    [['--join', 'left']],
    [['--merge', 'all']],
    [['--fill-value', 'zero']],
    [['--max-loaded-elems', '0']],
    [['--memory', 'much']],
    [['--memory', '1MiB']],
    [['--format', 'loom']],
    [['--compression', 'lzf']],
    [['--compression', 'gzip:10']],
    [['--compression', 'zstd:23']],
    [['--verify', 'yes']],
    [['--dry-run']],
    [['--out']],
  ])('refuse %j', (line) => {
    expect(() => parse(['a', '-o', 'o', ...line])).toThrow(CommanderError);
  });

  it('refuse a missing output, no inputs and empty names', () => {
    expect(() => parse(['a'])).toThrow(CommanderError);
    expect(() => parse(['-o', 'o'])).toThrow(UsageInvalidError);
    expect(() => parse(['', '-o', 'o'])).toThrow(UsageInvalidError);
    expect(() => parse(['a', '-o', 'o', '--label', ''])).toThrow(UsageInvalidError);
  });
});
