import { beforeEach, describe, expect, it } from 'vitest';
import { NotAnnDataError } from '../../core/errors.ts';
import { FakeCli, group, MEMBERS, nodeOf } from '../fake.test-support.ts';
import type { Core } from '../io.ts';

let cli = new FakeCli();
beforeEach(() => {
  cli = new FakeCli();
});

describe('inspect', () => {
  it('shows the whole tree, with values and problems, and escapes names', async () => {
    expect(await cli.run('inspect s.h5ad')).toBe(0);
    expect(cli.out).toMatch(/^ {2}s\.h5ad +dict$/mu);
    expect(cli.out).toMatch(/^ {2}├─ uns +dict$/mu);
    expect(cli.out).toMatch(/^ {2}│ {2}└─ t\\u0007 +array +string +scalar +40 B +a\\u000ab$/mu);
    expect(cli.out).toMatch(/^ {2}└─ bad +dict +cannot be read: filter szip$/mu);
    expect(cli.err).toBe('');
  });

  it('gives the tree as nested JSON', async () => {
    expect(await cli.run('inspect s.h5ad --json')).toBe(0);
    expect(JSON.parse(cli.out)).toEqual({
      ...nodeOf('', group),
      children: [
        { ...MEMBERS['']?.[0], children: [] },
        { ...MEMBERS['']?.[1], children: [{ ...MEMBERS['uns']?.[0], children: [] }] },
        { ...MEMBERS['']?.[2], children: [] },
      ],
    });
  });

  it('ends in a tree without end', async () => {
    const inspectStore: Core['inspectStore'] = (_path, elem) =>
      Promise.resolve({ node: nodeOf(elem, group), children: [nodeOf(`${elem}/loop`, group)] });
    expect(await cli.run('inspect s.h5ad', { inspectStore })).toBe(0);
    expect(cli.out.match(/loop/gu)).toHaveLength(64);
    expect(cli.out).toContain('(members are not shown: the tree is too large)');
  });

  it('tells what is wrong with a store', async () => {
    const inspectStore: Core['inspectStore'] = (path) =>
      Promise.reject(new NotAnnDataError({ path }));
    expect(await cli.run('inspect s.h5ad', { inspectStore })).toBe(1);
    expect(cli.err).toContain('s.h5ad: This is not an AnnData store.');
    expect(cli.out).toBe('');
  });
});
