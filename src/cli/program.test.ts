import { beforeEach, describe, expect, it } from 'vitest';
import { FakeCli } from './fake.test-support.ts';

let cli = new FakeCli();
beforeEach(() => {
  cli = new FakeCli();
});

describe('usage', () => {
  it.each([
    ['', /Usage: anndata-concat/u],
    ['conact a b -o o', /unknown command 'conact'\s+\(Did you mean concat\?\)/u],
    ['join plan.json', /unknown command 'join'/u],
    ['concat a b', /required option '-o, --out <path>' not specified/u],
    ['concat a b -o o --joni outer', /unknown option '--joni'\s+\(Did you mean --join\?\)/u],
    ['concat a b -o o --join left', /Allowed are inner, outer\./u],
    ['concat -o o', /no input is given/u],
    ['plan a -o o --dry-run', /unknown option '--dry-run'/u],
    ['inspect', /missing required argument 'store'/u],
    ['inspect a b', /too many arguments/u],
  ])('is wrong: %j', async (line, message) => {
    expect(await cli.run(line)).toBe(2);
    expect(cli.err).toMatch(message);
    expect(cli.out).toBe('');
  });

  it('is explained on standard output, without loading the core', async () => {
    for (const line of ['--help', 'concat --help', 'help plan', '--version']) {
      cli = new FakeCli();
      expect(await cli.run(line)).toBe(0);
      expect(cli.out).toMatch(line === '--version' ? /^\d+\.\d+\.\d+/u : /Usage: /u);
      expect({ err: cli.err, loaded: cli.loaded }).toEqual({ err: '', loaded: 0 });
    }
  });
});
